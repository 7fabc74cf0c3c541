#!/bin/sh
# Deploys the template with the Azure CLI, and again where it was too early. Running it again makes nothing twice.
#
#   infra/deploy.sh [ARGUMENT]...
#
# Without arguments it deploys infra/main.bicep with infra/main.bicepparam, which reads the variables of docs/deploy.md.
# With arguments it passes them on in place of these two, for the template of a release: -f main.json -p NAME=VALUE...
# What Azure answers goes to stdout, what this script says to stderr.
set -eu

say() { echo "deploy.sh: $*" >&2; }
command -v az >/dev/null || { say "the Azure CLI is not installed: https://learn.microsoft.com/cli/azure/install-azure-cli"; exit 2; }
for variable in AZURE_ENV_NAME AZURE_LOCATION; do
  eval "[ -n \"\${$variable:-}\" ]" || { say "$variable is not set: docs/deploy.md says to what."; exit 64; }
done
here=$(dirname "$0")
[ $# -gt 0 ] || set -- --template-file "$here/main.bicep" --parameters "$here/main.bicepparam"
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

# What a first deployment meets: the role that it has just given its deployer on the store counts after minutes, as does
# an identity in the directory, and an account goes on changing when Resource Manager takes it for made
# (Azure/bicep-types-az#2419).
early="Access to the requested resource is forbidden|PrincipalNotFound|provisioning state is not terminal"
left=8
until az deployment sub create --name "realtime-$AZURE_ENV_NAME" --location "$AZURE_LOCATION" "$@" 2>"$problem"; do
  left=$((left - 1))
  if [ "$left" -eq 0 ] || ! grep -qE "$early" "$problem"; then
    cat "$problem" >&2
    say "the deployment failed; what Azure said stands above, and docs/deploy.md what to do about it."
    exit 1
  fi
  say "a role or an identity does not count everywhere yet: this deploys again in a minute, $left times at most."
  sleep "${DEPLOY_RETRY_SECONDS:-60}"
done
cat "$problem" >&2

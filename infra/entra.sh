#!/bin/sh
# Registers the API in Entra with the Azure CLI, and a browser client for it. Running it again changes nothing.
# It creates no secret: the API only checks tokens, and the browser client is a public one.
#
#   infra/entra.sh [--name NAME] [--redirect URI]... [--env AZD_ENVIRONMENT]
#
# Progress goes to stderr and the values to stdout, so that infra/entra.sh > entra.env keeps them for every shell that
# says . ./entra.env
set -eu

# Ids need to be unique within the registration only; fixed ones make a second run the same request.
scope_id=57494961-342e-475e-a36a-cf77fce04d17
role_id=0b782069-2c52-4e5b-9c97-9490c715d24c
operator_id=9806ca17-00eb-4fb0-8a47-9e84548d7157
hang_up_id=1dfe6fe9-8dda-454e-b574-1acbea14cd98
on_behalf_id=5c0b3a52-6f0e-4d5b-9a0e-2f6f2c1d7e84
# The Azure CLI's own public client: pre-authorised, so that a first curl needs no consent.
azure_cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46

name=realtime-token-endpoint
redirects=
azd_environment=
while [ $# -gt 0 ]; do
  case $1 in
    --name | --redirect | --env)
      [ $# -ge 2 ] || { echo "entra.sh: $1 needs a value." >&2; exit 64; }
      case $1 in
        --name) name=$2 ;;
        --redirect) redirects="${redirects:+$redirects,}\"$2\"" ;;
        --env) azd_environment=$2 ;;
      esac
      shift 2 ;;
    *) echo "entra.sh: unknown argument $1; see the first lines of this script." >&2; exit 64 ;;
  esac
done
case $name$redirects in
  *[!A-Za-z0-9_./:,\"-]*) echo "entra.sh: --name and --redirect may hold letters, digits and _ . / : - only." >&2; exit 64 ;;
esac

say() { echo "entra.sh: $*" >&2; }
command -v az >/dev/null || { say "the Azure CLI is not installed: https://learn.microsoft.com/cli/azure/install-azure-cli"; exit 2; }
problem=$(mktemp)
trap 'rm -f "$problem"' EXIT

# A registration that was made a moment ago is not everywhere in the directory yet, and each step says so in its own
# words. The Azure CLI itself waits three minutes for that; a fresh tenant was seen to need more than half a minute.
late="Request_ResourceNotFound|does not exist|does not reference|NoBackingApplicationObject|must in the local tenant|ObjectNotFound"

# Runs az, again where the directory is late and nothing else is wrong.
attempt() {
  left=24
  until az "$@" 2>"$problem"; do
    left=$((left - 1))
    if grep -qE 'Authorization_RequestDenied|Insufficient privileges' "$problem"; then
      say "this account may not register applications in tenant $tenant. Ask for the Entra role Application Developer (or Cloud Application Administrator for a registration that somebody else made), then run this again."
      exit 3
    fi
    if [ "$left" -eq 0 ] || ! grep -qE "$late" "$problem"; then
      cat "$problem" >&2
      say "az $1 $2 failed; what it said stands above. Running this again is safe."
      exit 1
    fi
    [ "$left" -ne 23 ] || say "the directory does not show it everywhere yet; this waits up to two minutes."
    sleep "${ENTRA_RETRY_SECONDS:-5}"
  done
}

patch() {
  attempt rest --method patch --url "${graph%/}/v1.0/applications(appId='$1')" \
    --headers Content-Type=application/json --body "$2" --output none
}

# Application id by display name; names are not unique in a directory, and guessing between two would be worse.
find_application() {
  attempt ad app list --filter "displayName eq '$1'" --query '[].appId' --output tsv
}

# Sets $application and $created.
ensure_application() {
  application=$(find_application "$1") || exit $?
  created=no
  case $application in
    '')
      application=$(attempt ad app create --display-name "$1" --sign-in-audience AzureADMyOrg --query appId --output tsv) || exit $?
      created=yes
      say "registered $1" ;;
    *[!0-9a-f-]*)
      say "several applications are called $1: choose another name with --name, or delete the one that is not in use."
      exit 4 ;;
    *) say "found $1" ;;
  esac
}

# Without one nobody in the tenant can get a token for the application.
ensure_service_principal() {
  principal=$(attempt ad sp list --filter "appId eq '$1'" --query '[].id' --output tsv) || exit $?
  [ -n "$principal" ] || attempt ad sp create --id "$1" --output none
}

tenant=$(az account show --query tenantId --output tsv 2>/dev/null) || { say "sign in first: az login"; exit 2; }
graph=$(attempt cloud show --query endpoints.microsoftGraphResourceId --output tsv) || exit $?

ensure_application "$name"
api=$application
# Version 2 tokens: the issuer and the claims that the app's documentation describes.
scopes='"requestedAccessTokenVersion":2,"oauth2PermissionScopes":[{"id":"'$scope_id'","value":"Realtime.Connect","type":"User","isEnabled":true,"adminConsentDisplayName":"Start realtime sessions","adminConsentDescription":"Start realtime sessions as the signed-in person.","userConsentDisplayName":"Start realtime sessions","userConsentDescription":"Start realtime sessions as you."}]'
role='{"id":"'$role_id'","value":"Realtime.Connect.All","allowedMemberTypes":["Application"],"isEnabled":true,"displayName":"Start realtime sessions","description":"Start realtime sessions as an application."}'
operator='{"id":"'$operator_id'","value":"Realtime.Operate","allowedMemberTypes":["User","Application"],"isEnabled":true,"displayName":"Operate the endpoint","description":"See how the endpoint is doing at /api/readyz."}'
hang_up='{"id":"'$hang_up_id'","value":"Realtime.HangUp","allowedMemberTypes":["User","Application"],"isEnabled":true,"displayName":"End realtime calls","description":"End the realtime calls of other people, one, all of a person or all at once, at /api/realtime/calls."}'
on_behalf='{"id":"'$on_behalf_id'","value":"Realtime.OnBehalf","allowedMemberTypes":["Application"],"isEnabled":true,"displayName":"Speak for end users","description":"State the end user for whom each request is made, as a backend with sessions of its own."}'
patch "$api" '{"identifierUris":["api://'"$api"'"],"api":{'"$scopes"'},"appRoles":['"$role,$operator,$hang_up,$on_behalf"']}'
ensure_service_principal "$api"

ensure_application "$name-browser"
browser=$application
access='"requiredResourceAccess":[{"resourceAppId":"'$api'","resourceAccess":[{"id":"'$scope_id'","type":"Scope"}]}]'
# Addresses are replaced only when some are given: a run without them must not take away those of a page in use.
[ "$created" = no ] || redirects=${redirects:-'"http://localhost:8080/"'}
spa=
[ -z "$redirects" ] || spa=',"spa":{"redirectUris":['"$redirects"']}'
patch "$browser" "{$access$spa}"
ensure_service_principal "$browser"

# Last, since Entra refuses to pre-authorise for a scope that it does not have yet, or does not have everywhere.
late="$late|InvalidValue"
allowed='"preAuthorizedApplications":[{"appId":"'$azure_cli'","delegatedPermissionIds":["'$scope_id'"]},{"appId":"'$browser'","delegatedPermissionIds":["'$scope_id'"]}]'
patch "$api" '{"api":{'"$scopes,$allowed"'}}'

say "done. Parameters:"
for value in "API_TENANT_ID=$tenant" "API_CLIENT_ID=$api" "BROWSER_CLIENT_ID=$browser"; do
  echo "export $value"
  [ -z "$azd_environment" ] || azd env set "${value%%=*}" "${value#*=}" --environment "$azd_environment"
done
[ -z "$azd_environment" ] || say "written for azd environment $azd_environment"

/**
 * The grammar of the Azure CLI: the commands that this project prints, with the options that each has. They are as the
 * parser of version 2.91.0 lists them (October 2026), but for the last eight. An option with its other spellings; `*` is
 * one that has to be there.
 */

export const AZ_VERSION = '2.91.0';

/** Of every command. */
export const AZ_GLOBAL = '--debug --help|-h --only-show-errors --output|-o --query --subscription --verbose';

export const AZ_COMMANDS: Readonly<Record<string, string>> = {
  'account get-access-token': '--name|--subscription|-n|-s --resource --resource-type --scope --tenant|-t',
  'account list': '--all --refresh',
  'account set': '--name|--subscription|-n|-s*',
  'account show': '--name|--subscription|-n|-s',
  'ad app delete': '--id*',
  'ad app show': '--id*',
  'ad signed-in-user show': '',
  'ad sp show': '--id*',
  'appconfig kv delete': '--auth-mode --connection-string --endpoint --key* --label --name|-n --tags --yes|-y',
  'appconfig kv export':
    '--appservice-account --auth-mode --connection-string --dest-auth-mode --dest-connection-string --dest-endpoint --dest-label --dest-name --dest-tags --destination|-d* --dry-run --endpoint --export-as-reference|-r --format --key --label --name|-n --naming-convention --path --prefix --preserve-labels --profile --resolve-keyvault --separator --skip-features --skip-keyvault --snapshot --tags --yes|-y',
  'appconfig kv import':
    '--aks-cluster --appservice-account --auth-mode --configmap-name --configmap-namespace --connection-string --content-type --depth --dry-run --endpoint --format --import-mode --label --name|-n --path --prefix --preserve-labels --profile --separator --skip-features --source|-s* --src-auth-mode --src-connection-string --src-endpoint --src-key --src-label --src-name --src-snapshot --src-tags --strict --tags --yes|-y',
  'appconfig kv list':
    '--all --auth-mode --connection-string --datetime --endpoint --fields --key --label --name|-n --resolve-keyvault --resolve-snapshot-references --snapshot --tags --top|-t',
  'appconfig kv set':
    '--auth-mode --connection-string --content-type --description --endpoint --key* --label --name|-n --tags --value --yes|-y',
  'appconfig kv show': '--auth-mode --connection-string --datetime --endpoint --key* --label --name|-n',
  'appconfig list': '--resource-group|-g',
  'appconfig list-deleted': '',
  'appconfig purge': '--location|-l --name|-n* --yes|-y',
  'appconfig revision list':
    '--all --auth-mode --connection-string --datetime --endpoint --fields --key --label --name|-n --tags --top|-t',
  'bicep install': '--target-platform|-t --version|-v',
  'bicep upgrade': '--target-platform|-t',
  'cognitiveservices account create':
    '--allow-project-management|--manage-projects --api-properties --assign-identity --custom-domain --encryption --kind* --location|-l* --name|-n* --resource-group|-g* --sku|--sku-name* --storage --tags --yes',
  'cognitiveservices account delete': '--name|-n* --resource-group|-g*',
  'cognitiveservices account deployment create':
    '--capacity|--sku-capacity --deployment-name --model-format* --model-name* --model-source --model-version* --name|-n* --resource-group|-g* --scale-capacity|--scale-settings-capacity --scale-settings-scale-type|--scale-type --sku|--sku-name --spillover-deployment-name|--spillover-name',
  'cognitiveservices account deployment delete': '--deployment-name --name|-n* --resource-group|-g*',
  'cognitiveservices account deployment list': '--name|-n* --resource-group|-g*',
  'cognitiveservices account deployment show': '--deployment-name --name|-n* --resource-group|-g*',
  'cognitiveservices account list': '--resource-group|-g',
  'cognitiveservices account list-deleted': '',
  'cognitiveservices account network-rule add': '--ip-address --name|-n* --resource-group|-g* --subnet --vnet-name',
  'cognitiveservices account purge': '--location|-l* --name|-n* --resource-group|-g*',
  'cognitiveservices account show': '--name|-n* --resource-group|-g*',
  'cognitiveservices account update':
    '--allow-project-management|--manage-projects --api-properties --custom-domain --encryption --kind --name|-n* --resource-group|-g* --sku|--sku-name --storage --tags',
  'cognitiveservices model list': '--location|-l*',
  'cognitiveservices usage list': '--filter --location|-l*',
  'deployment operation sub list': '--name|-n*',
  'deployment sub create':
    '--confirm-with-what-if|-c --handle-extended-json-format|-j --location|-l* --name|-n --no-prompt --no-wait --parameters|-p --proceed-if-no-change --query-string|-q --template-file|-f --template-spec|-s --template-uri|-u --validation-level --what-if|-w --what-if-exclude-change-types|-x --what-if-result-format|-r',
  'deployment sub show': '--name|-n*',
  'deployment sub what-if':
    '--exclude-change-types|-x --location|-l* --name|-n --no-pretty-print --no-prompt --parameters|-p --query-string|-q --result-format|-r --template-file|-f --template-spec|-s --template-uri|-u --validation-level',
  'functionapp config appsettings list': '--name|-n* --resource-group|-g* --slot|-s',
  'functionapp config appsettings set':
    '--ids --name|-n --resource-group|-g --settings --slot|-s --slot-settings --subscription',
  'functionapp cors add': '--allowed-origins|-a* --ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp cors remove': '--allowed-origins|-a* --ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp cors show': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp deployment source config-zip':
    '--build-remote --ids --name|-n --resource-group|-g --slot|-s --src* --subscription --timeout|-t',
  'functionapp identity assign':
    '--identities --ids --name|-n --resource-group|-g --role --scope --slot|-s --subscription',
  'functionapp identity show': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp list': '--resource-group|-g',
  'functionapp list-flexconsumption-locations': '--runtime --show-details --zone-redundant',
  'functionapp restart': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp show': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp start': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'functionapp stop': '--ids --name|-n --resource-group|-g --slot|-s --subscription',
  'group create': '--location|-l* --managed-by --name|--resource-group|-g|-n* --tags',
  'identity create':
    '--isolation-scope --location|-l --name|--resource-name|-n* --resource-group|-g* --resource-restriction --tags',
  'identity federated-credential create':
    '--audiences --claims-matching-expression-value|--cme-value --claims-matching-expression-version|--cme-version --identity-name* --issuer --name|-n* --resource-group|-g* --subject',
  'identity list': '--max-items --next-token --resource-group|-g',
  'identity show': '--ids --name|--resource-name|-n --resource-group|-g --subscription',
  login:
    '--allow-no-subscriptions --certificate --claims-challenge --client-id --federated-token --identity|-i --object-id --password|-p --resource-id --scope --service-principal --skip-sub|--skip-subscription-discovery --subscription|-s --tenant|-t --use-cert-sn-issuer --use-device-code --username|-u',
  'network private-dns link vnet create':
    '--name|-n* --no-wait --registration-enabled|-e* --resolution-policy --resource-group|-g* --tags --virtual-network|-v* --zone-name|-z*',
  'network private-dns zone create': '--name|-n* --no-wait --resource-group|-g* --tags',
  'provider register': '--consent-to-permissions|-c --management-group-id|-m --namespace|-n* --wait',
  'resource show':
    '--api-version --ids --include-response-body --latest-include-preview|-v --name|-n --namespace --parent --resource-group|-g --resource-type',
  'resource update':
    '--add --api-version --force-string --ids --include-response-body --latest-include-preview|-v --name|-n --namespace --parent --remove --resource-group|-g --resource-type --set',
  'resource wait':
    '--api-version --created --custom --deleted --exists --ids --include-response-body --interval --name|-n --namespace --parent --resource-group|-g --resource-type --timeout --updated',
  'role assignment create':
    '--assignee --assignee-object-id --assignee-principal-type --condition --condition-version --description --name|-n --role* --scope*',
  'role assignment delete':
    '--assignee --assignee-object-id --ids --include-inherited --resource-group|-g --role --scope --yes|-y',
  'role assignment list':
    '--all --assignee --assignee-object-id --fill-principal-name --fill-role-definition-name --include-groups --include-inherited --resource-group|-g --role --scope',
  'role definition create': '--role-definition*',
  'role definition list': '--custom-role-only --name|-n --resource-group|-g --scope',
  'storage entity delete':
    '--account-key --account-name --auth-mode --connection-string --if-match --partition-key* --row-key* --sas-token --table-endpoint --table-name|-t*',
  'storage entity query':
    '--account-key --account-name --auth-mode --connection-string --filter --marker --num-results --sas-token --select --table-endpoint --table-name|-t*',
  // Not held against the parser or its reference, so an option may be missing or too much; app-insights is an extension.
  'functionapp vnet-integration add':
    '--name|-n* --resource-group|-g* --skip-delegation-check --slot|-s --subnet* --vnet*',
  'group delete': '--force-deletion-types|-f --name|--resource-group|-n|-g* --no-wait --yes|-y',
  'identity federated-credential update':
    '--audiences --identity-name* --issuer --name|-n* --resource-group|-g* --subject',
  'monitor app-insights component show': '--app|-a --resource-group|-g',
  'monitor app-insights query':
    '--analytics-query* --app|--apps|-a* --end-time --offset --resource-group|-g --start-time',
  'storage account list': '--resource-group|-g',
  'storage blob delete-batch':
    '--account-key --account-name --auth-mode --connection-string --dryrun --pattern --source|-s* --sas-token --timeout',
  'storage blob list':
    '--account-key --account-name --auth-mode --connection-string --container-name|-c* --delimiter --include --marker --num-results --prefix --sas-token --timeout',
};

/** Fixes that several causes share. Commands of the Azure CLI; the names after $ are the reader's to fill in. */

export const GRANT_ROLE =
  'az role assignment create --assignee-object-id <principal id of the identity> --assignee-principal-type ServicePrincipal --role 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope $ID, then wait five minutes';
export const LIST_ROLES = 'az role assignment list --assignee <principal id> --scope $ID --include-inherited -o table';
export const SWITCH_SCOPE =
  'Set realtime:tokenScope to the other of its two values: az appconfig kv set --endpoint <store> --auth-mode login --key realtime:tokenScope --value https://cognitiveservices.azure.com/.default';
export const LIST_DEPLOYMENTS =
  'az cognitiveservices account deployment list -g $RG -n $ACC --query "[].{name:name,model:properties.model.name,version:properties.model.version,sku:sku.name,capacity:sku.capacity,state:properties.provisioningState}" -o table';
export const CREATE_DEPLOYMENT =
  'az cognitiveservices account deployment create -g $RG -n $ACC --deployment-name $DEP --model-format OpenAI --model-name <realtime model> --model-version <version> --sku-name GlobalStandard --sku-capacity 20';
export const SET_DEPLOYMENT =
  'az appconfig kv set --endpoint <store> --auth-mode login --key realtime:deployment --value <name of the deployment>';
export const SET_ENDPOINT =
  'az appconfig kv set --endpoint <store> --auth-mode login --key realtime:endpoint --value https://<resource>.openai.azure.com';
export const LIST_MODELS =
  'az cognitiveservices model list -l $LOC --query "[?model.capabilities.realtime==\'true\'].{n:model.name,v:model.version,life:model.lifecycleStatus,end:model.deprecation.inference}" -o table';
export const SHOW_QUOTA = 'az cognitiveservices usage list -l $LOC -o table';
export const RAISE_CAPACITY =
  'Create the deployment again under its name with a higher --sku-capacity: az cognitiveservices account deployment create -g $RG -n $ACC --deployment-name $DEP … --sku-capacity <n>';
export const SHOW_ACCOUNT =
  'az cognitiveservices account show -g $RG -n $ACC --query "{ep:properties.endpoint,sub:properties.customSubDomainName,pna:properties.publicNetworkAccess,acl:properties.networkAcls.defaultAction,noKeys:properties.disableLocalAuth}"';
export const CUSTOM_SUBDOMAIN =
  'az cognitiveservices account update -g $RG -n $ACC --custom-domain <name> (it cannot be undone, and the endpoint changes)';
export const OPEN_FIREWALL =
  'az functionapp vnet-integration add -g $RG -n $FN --vnet <vnet> --subnet <subnet>, then az cognitiveservices account network-rule add -g $RG -n $ACC --subnet <subnet id>';
export const PRIVATE_DNS =
  'az network private-dns zone create -g $RG -n privatelink.openai.azure.com, then az network private-dns link vnet create -g $RG -z privatelink.openai.azure.com -n link --virtual-network <vnet> --registration-enabled false';
export const ASK_SUPPORT =
  'Give Azure support the apim-request-id, the time in UTC, the region and the deployment; never a client secret';

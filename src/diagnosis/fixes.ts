/** Checks and fixes that several causes share, and a cause that several entries do. */
import type { Advice, Cause } from './catalogue-entry.ts';

/** What the reader fills in for a name after `$`. */
export const NAMES_IN_COMMANDS: Readonly<Record<string, string>> = {
  $RG: 'the resource group',
  $ACC: 'the Azure OpenAI account',
  $ID: 'its resource id',
  $DEP: 'the deployment',
  $LOC: 'the account’s region',
  $FN: 'the function app',
  $STORE: 'the endpoint of the App Configuration store',
  $PRINCIPAL: 'the object id of whoever asks Azure: the app’s identity',
  $SUBDOMAIN: 'the resource’s custom subdomain',
  $SUB: 'the resource’s subscription',
  $TENANT: 'the resource’s tenant',
  $NEW: 'the name of a deployment that is not there yet',
  $MODEL: 'a realtime model that the region has',
  $VERSION: 'the model’s version',
  $CAPACITY: 'how many units of capacity',
  $ORIGIN: 'the page’s origin',
  $EACH: 'each origin that the check lists',
  $VNET: 'the app’s virtual network',
  $SUBNET: 'the id of a subnet of it',
  $API: 'the address of this endpoint, with /api',
};
export const LABEL_IN_COMMANDS =
  'A store whose settings have a label wants --label $LABEL on each az appconfig kv line.';

const SHOW_TARGETS = 'az appconfig kv show --endpoint $STORE --auth-mode login --key realtime:targets';
const SET_KEY = 'az appconfig kv set --endpoint $STORE --auth-mode login --yes --key';

/** Cognitive Services OpenAI User, by its id in infra/roles.json. */
const GRANT_DATA_ROLE =
  'az role assignment create --assignee-object-id $PRINCIPAL --assignee-principal-type ServicePrincipal --role 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope $ID';

export const GRANT_ROLE: Advice = {
  run: GRANT_DATA_ROLE,
  say: 'Then wait five minutes. For a resource of infra/ run npm run doctor, which prints this command with a --name. Without that name the next deployment ends with RoleAssignmentExists.',
  ownCode: {
    run: GRANT_DATA_ROLE,
    say: 'Then wait five minutes.',
  },
};
export const LIST_ROLES: Advice = {
  run: 'az role assignment list --assignee $PRINCIPAL --scope $ID --include-inherited --query "[].{role:roleDefinitionName,scope:scope,created:createdOn}" -o table',
};
export const SHOW_SCOPE: Advice = {
  run: 'az appconfig kv show --endpoint $STORE --auth-mode login --key realtime:tokenScope',
  withTargets: { run: SHOW_TARGETS, say: 'Has the target that the log line names a tokenScope of its own?' },
  ownCode: { say: 'For which scope does your code request its token?' },
};
export const SWITCH_SCOPE: Advice = {
  run: `${SET_KEY} realtime:tokenScope --value https://cognitiveservices.azure.com/.default`,
  withTargets: {
    say: 'Set tokenScope of that target in realtime:targets to https://cognitiveservices.azure.com/.default; if that is its value already, to https://ai.azure.com/.default.',
  },
  say: 'If the setting has that value already, try https://ai.azure.com/.default.',
  ownCode: {
    say: 'Request a token for https://cognitiveservices.azure.com/.default. If your code does so already, try https://ai.azure.com/.default.',
  },
};
export const LIST_DEPLOYMENTS: Advice = {
  run: 'az cognitiveservices account deployment list -g $RG -n $ACC --query "[].{name:name,model:properties.model.name,version:properties.model.version,sku:sku.name,capacity:sku.capacity,state:properties.provisioningState}" -o table',
};
export const SHOW_DEPLOYMENT_AGE: Advice = {
  run: 'az cognitiveservices account deployment show -g $RG -n $ACC --deployment-name $DEP --query systemData',
};
export const WAIT_FIVE_MINUTES: Advice = { say: 'Wait five minutes and try again.' };
const DEPLOY =
  'az cognitiveservices account deployment create -g $RG -n $ACC --deployment-name $NEW --model-format OpenAI --model-name $MODEL --model-version $VERSION --sku-name GlobalStandard --sku-capacity 20';

export const CREATE_DEPLOYMENT: Advice = { run: DEPLOY };
/** Beside the one that is there, which may serve others. */
export const REPLACE_DEPLOYMENT: Advice = {
  run: DEPLOY,
  say: 'Then set realtime:deployment to that name.',
  withTargets: { run: DEPLOY, say: 'Then make it the deployment of that target in realtime:targets.' },
  ownCode: { run: DEPLOY, say: 'Then make it session.model of your request.' },
};
export const SUCCEED_MODEL: Advice = {
  ...REPLACE_DEPLOYMENT,
  withTargets: {
    run: DEPLOY,
    say: 'Then make it the deployment of that target in realtime:targets. In a clone npm run successor does all of it: it finds a successor that the region gives, makes it, tries it, and moves the setting.',
  },
  say: 'Then set realtime:deployment to that name. In a clone npm run successor does all of it: it finds a successor that the region gives, makes it, tries it, and moves the setting. npm run doctor prints this command with its name and version.',
  ownCode: {
    run: DEPLOY,
    say: 'Then make it session.model of your request. The doctor prints this command with the successor’s name and version.',
  },
};
export const RAISE_CAPACITY: Advice = {
  run: 'az resource update --ids $ID/deployments/$DEP --set sku.capacity=$CAPACITY',
};
export const CREATE_TRANSCRIPTION: Advice = {
  run: 'az cognitiveservices account deployment create -g $RG -n $ACC --deployment-name $NEW --model-format OpenAI --model-name gpt-4o-mini-transcribe --model-version $VERSION --sku-name GlobalStandard --sku-capacity $CAPACITY',
  say: 'Then set audio.input.transcription.model to its name; or set audio.input.transcription to null.',
};
export const ALLOW_ORIGIN: Advice = {
  run: 'npm run doctor -- --app $API --origin $ORIGIN',
  say: 'It prints the command that adds the origin to the present ones; a list that you write by hand replaces them. The change counts within half a minute of use.',
};
export const USE_RELAY: Advice = {
  say: 'Send the offer to the relay, POST /api/realtime/calls. Then only media flows between browser and Azure.',
  ownCode: { say: 'Post the offer from a server of yours. Then only media flows between browser and Azure.' },
};
export const SET_DEPLOYMENT: Advice = {
  run: `${SET_KEY} realtime:deployment --value $DEP`,
  withTargets: { say: 'Set deployment of that target in realtime:targets to $DEP.' },
  ownCode: {
    say: 'Put the deployment’s name into session.model of your request; a WebSocket has it as model= in its URL.',
  },
};
export const SET_ENDPOINT: Advice = {
  run: `${SET_KEY} realtime:endpoint --value https://$SUBDOMAIN.openai.azure.com`,
  withTargets: { say: 'Set endpoint of that target in realtime:targets to https://$SUBDOMAIN.openai.azure.com.' },
  ownCode: {
    say: 'Call https://$SUBDOMAIN.openai.azure.com/openai/v1/realtime/client_secrets without api-version, and post the offer to …/realtime/calls of the same host.',
  },
};
export const LIST_MODELS: Advice = {
  run: 'az cognitiveservices model list -l $LOC --query "[?model.capabilities.realtime==\'true\'].{n:model.name,v:model.version,life:model.lifecycleStatus,end:model.deprecation.inference}" -o table',
};
export const SHOW_QUOTA: Advice = {
  run: 'az cognitiveservices usage list -l $LOC --query "[].{name:name.value,used:currentValue,limit:limit}" -o table',
};
export const SHOW_ACCOUNT: Advice = {
  run: 'az cognitiveservices account show -g $RG -n $ACC --query "{kind:kind,ep:properties.endpoint,sub:properties.customSubDomainName,pna:properties.publicNetworkAccess,acl:properties.networkAcls.defaultAction,noKeys:properties.disableLocalAuth}"',
};
export const CUSTOM_SUBDOMAIN: Advice = {
  run: 'az cognitiveservices account update -g $RG -n $ACC --custom-domain $SUBDOMAIN',
  say: 'You cannot undo this, and it changes the endpoint.',
};
const ADD_SUBNET = 'az cognitiveservices account network-rule add -g $RG -n $ACC --subnet $SUBNET';

export const OPEN_FIREWALL: Advice = {
  run: ADD_SUBNET,
  say: 'First let the app send through that subnet: az functionapp vnet-integration add -g $RG -n $FN --vnet $VNET --subnet $SUBNET.',
  ownCode: {
    run: ADD_SUBNET,
    say: '$SUBNET is the subnet that your code sends from. For a machine elsewhere use --ip-address instead.',
  },
};
const LINK_ZONE =
  'az network private-dns link vnet create -g $RG -z privatelink.openai.azure.com -n link --virtual-network $VNET --registration-enabled false';

export const PRIVATE_DNS: Advice = {
  run: LINK_ZONE,
  say: 'If the zone does not exist yet: az network private-dns zone create -g $RG -n privatelink.openai.azure.com. The app needs integration with that network.',
  ownCode: {
    run: LINK_ZONE,
    say: 'Run your code in that network. If the zone does not exist yet: az network private-dns zone create -g $RG -n privatelink.openai.azure.com.',
  },
};
export const LOGGED_ID: Advice = {
  say: 'The status, code and apim-request-id in the log line.',
  ownCode: { say: 'The status, code and apim-request-id of the answer.' },
};
export const REPORT_IT: Advice = {
  say: 'Report it, with the version from /api/healthz.',
  ownCode: { say: 'Use what the answer has, and report the change to this project.' },
};
export const ASK_SUPPORT: Advice = {
  say: 'Give Azure support the apim-request-id, the time in UTC, the region and the deployment; never a client secret.',
};
export const ANSWERED_BY_ANOTHER: Cause = {
  id: 'answered-by-another',
  cause: 'Something on the way answers in Azure’s place.',
  check: {
    say: 'Does the log line have an apim-request-id?',
    ownCode: { say: 'Does the answer have the header apim-request-id?' },
  },
  fix: { say: 'Let the request reach the resource without it.' },
};
const SHOW_TENANT = 'az account show --subscription $SUB --query tenantId';

export const OTHER_TENANT: Cause = {
  id: 'other-tenant',
  cause: 'The identity belongs to another tenant than the resource.',
  check: {
    run: SHOW_TENANT,
    say: 'Is it the tokenTenant of the log line, if Azure names one?',
    ownCode: { run: SHOW_TENANT, say: 'Is it the tid of the token that your code sends?' },
  },
  fix: {
    say: 'Use an identity of the resource’s tenant, or correct realtime:endpoint. On your own machine: az login --tenant $TENANT.',
    withTargets: {
      say: 'Use an identity of the resource’s tenant, or correct the endpoint of that target in realtime:targets. At a desk: az login --tenant $TENANT.',
    },
    ownCode: { say: 'Sign in to the resource’s tenant: az login --tenant $TENANT, or the credential’s tenantId.' },
  },
};

// What the types of parameters cannot say: each refusal names what to change.
import { caller } from 'types.bicep'

@export()
@description('The name of an environment, where every name that is made of it can be one.')
func checkedName(name string) string =>
  empty(filter(
      range(0, length(name)),
      at =>
        !contains('abcdefghijklmnopqrstuvwxyz0123456789-', substring(name, at, 1)) || (at == 0 && startsWith(name, '-'))
    ))
    ? name
    : fail('environmentName (AZURE_ENV_NAME) may hold only a to z, 0 to 9 and hyphens, and starts with no hyphen: rename the environment.')

@export()
@description('A name that a site may have: Azure reserves two words.')
func checkedSite(name string) string =>
  contains(name, 'windows') || contains(name, 'microsoft')
    ? fail('environmentName (AZURE_ENV_NAME) holds "windows" or "microsoft", which Azure reserves: rename the environment.')
    : name

@export()
@description('Callers of whom each says whose tokens count, and which permission they need.')
func checkedCallers(callers caller[]) caller[] =>
  empty(filter(callers, who => empty(who.?tenant) == empty(who.?issuer) || (empty(who.?scope) && empty(who.?role))))
    ? callers
    : fail('Every entry of callers needs either tenant or issuer, and a scope, a role or both: correct it in main.bicepparam.')

@export()
@description('A data action as Azure names one of an Azure OpenAI account: one, since a pattern would give more than was asked for.')
func checkedDataAction(action string) string =>
  startsWith(toLower(action), 'microsoft.cognitiveservices/accounts/') && !contains(action, '*')
    ? action
    : fail('hangUpDataAction (HANG_UP_DATA_ACTION) must be one data action, Microsoft.CognitiveServices/accounts/… without an asterisk: copy it from the log line hangup_forbidden.')

/** Alerts and workbook: each is its query files, somebody is told, and they are told what to do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ALERTS from '../../../infra/monitoring/alerts.json';
import { anchorsOf } from '../../support/anchors';
import { VARIANTS } from '../compiler/variants';
import { at, type Policy, type Resource } from './policy';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'infra/monitoring/queries');
const RULES = 'Microsoft.Insights/scheduledQueryRules';
const WORKSPACE = /\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/;
const COMPONENT = /\/Microsoft\.Insights\/components\/[^/]+$/;
const { REALTIME_MODEL_RETIRES, RUNBOOK_URL, ALERT_ACTION_GROUP, ALERT_EMAILS, BUDGET_START, SETTINGS_WRITERS } =
  VARIANTS.everything;
const WRITERS = JSON.stringify(SETTINGS_WRITERS.split(', '));

const sections = anchorsOf(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'));
/** Without the suffix, and with what the variant gives. */
const queries = (modelRetires: string, settingsWriters: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(FOLDER).map((file) => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      const filled = text.replace('@@modelRetires@@', modelRetires).replace('@@settingsWriters@@', settingsWriters);
      return [file.replace('.kql', ''), filled];
    }),
  );

export const MONITORING_POLICIES: readonly Policy[] = [
  {
    requirement: 'has no alert and no availability test unless somebody is told and it is asked for',
    variants: ['default', 'paused'],
    complain: (resources) =>
      resources
        .filter(({ type }) => /scheduledQueryRules|actionGroups|webtests/.test(type))
        .map(({ type, name }) => `${type} ${name}`),
    breaches: [
      parameter("'ALERT_EMAILS', ''", "'ALERT_EMAILS', 'a@example.com'", 'scheduledQueryRules mints-fail'),
      parameter("'AVAILABILITY_TEST', 'false'", "'AVAILABILITY_TEST', 'true'", 'webtests readyz'),
    ],
  },
  {
    requirement: 'has every alert, as its query file says it, and tells the people and the group',
    variants: ['everything'],
    complain: (resources) => [
      ...Object.keys(ALERTS)
        .filter((name) => !ofType(resources, RULES).some((rule) => rule.name === name))
        .map((name) => `no alert ${name}`),
      ...ofType(resources, RULES).flatMap(complainOfAlert),
    ],
    breaches: [
      {
        file: 'modules/alerts.bicep',
        from: "availabilityTest ? [] : ['availability']",
        to: "['availability']",
        complaint: 'no alert the-app-does-not-answer',
      },
      {
        file: 'modules/alerts.bicep',
        from: "sweeps ? [] : ['sweeps']",
        to: "['sweeps']",
        complaint: 'no alert nobody-ends-calls',
      },
      alert('{ modelRetires: modelRetires,', "{ modelRetires: 'null',", 'another query than its file'),
      alert('string(settingsWriters) }', "'[]' }", 'settings-were-changed: another query than its file'),
      alert("== 'workspace' ? workspace.id", "== 'store' ? workspace.id", 'asks where its table is not'),
      alert('dimensions ?? []', 'dimension ?? []', 'settings-were-changed: does not name who and keys'),
      alert("skipQueryValidation: rule.value.?scope == 'workspace'", 'skipQueryValidation: false', 'may be refused'),
      alert('customProperties: { runbook: ', 'customProperties: { book: ', 'its runbook is no section'),
      alert("description: 'What", "description: 'Nothing.' // 'What", 'its description links no section'),
      alert('empty(actionGroupId) ? [] : [actionGroupId]', '[]', 'does not tell everybody'),
      alert('empty(emails) ? [] : [people.id]', '[]', 'does not tell everybody'),
      alert('threshold: thresholds[rule.value.column]', 'threshold: 10', 'mints-are-slow: another threshold'),
    ],
  },
  {
    requirement: 'has a budget that tells the people and the group before it is spent',
    variants: ['everything'],
    complain: (resources) => {
      const [budget] = ofType(resources, 'Microsoft.Consumption/budgets');
      const notices = Object.values(Object(at(budget, 'properties.notifications')));
      return [
        ...(notices.some((notice) => at(notice, 'threshold') === 80) ? [] : ['nothing at 80 percent']),
        ...(notices.some((notice) => at(notice, 'thresholdType') === 'Forecasted') ? [] : ['nothing foreseen']),
        ...notices
          .filter((notice) => !isDeepStrictEqual(at(notice, 'contactEmails'), ALERT_EMAILS.split(', ')))
          .map(() => 'not everybody is told'),
        ...notices
          .filter((notice) => !isDeepStrictEqual(at(notice, 'contactGroups'), [ALERT_ACTION_GROUP]))
          .map(() => 'the group is not told'),
        ...(at(budget, 'properties.timePeriod.startDate') === BUDGET_START ? [] : ['another start']),
      ];
    },
    breaches: [
      budget('percent: 80', 'percent: 90', 'nothing at 80 percent'),
      budget("type: 'Forecasted' }\n}", "type: 'Actual' }\n}", 'nothing foreseen'),
      budget('contactEmails: budget.emails', "contactEmails: ['a@example.com']", 'not everybody is told'),
      budget('[] : [actionGroupId]', '[] : []', 'the group is not told'),
      budget('startDate: budget.start', "startDate: '2027-01-01'", 'another start'),
    ],
  },
  {
    requirement: 'has a workbook of which each tile is its query file, and of which every file is a tile',
    complain: (resources) => {
      const [workbook] = ofType(resources, 'Microsoft.Insights/workbooks');
      const text = String(at(workbook, 'properties.serializedData'));
      const { items } = JSON.parse(text) as { readonly items: readonly unknown[] };
      const tiles = items.filter((item) => at(item, 'type') === 3);
      const wanted = queries(text.includes(REALTIME_MODEL_RETIRES) ? REALTIME_MODEL_RETIRES : '2026-12-15', '[]');
      return [
        ...(text.match(/@@[^@]*@@/g) ?? []).map((token) => `${token} is left over`),
        ...tiles
          .filter((tile) => at(tile, 'content.query') !== wanted[String(at(tile, 'name'))])
          .map((tile) => `${at(tile, 'name')} is not its file`),
        ...Object.keys(wanted)
          .filter((name) => !tiles.some((tile) => at(tile, 'name') === name))
          .map((name) => `${name} is no tile`),
      ];
    },
    breaches: [
      {
        file: 'modules/workbook.bicep',
        from: '  runbook: runbookUrl\n',
        to: '',
        complaint: '@@runbook@@ is left over',
      },
      {
        file: 'modules/queries.bicep',
        from: "  callers: loadTextContent('../monitoring/queries/callers.kql')\n",
        to: '',
        complaint: '@@callers.kql@@ is left over',
      },
      {
        file: 'modules/queries.bicep',
        from: "regions: loadTextContent('../monitoring/queries/regions.kql')",
        to: "regions: loadTextContent('../monitoring/queries/phases.kql')",
        complaint: 'regions is not its file',
      },
      {
        file: 'monitoring/workbook.json',
        from: '"name": "readiness"',
        to: '"name": "readyness"',
        complaint: 'readiness is no tile',
      },
    ],
  },
];

function complainOfAlert({ name, properties }: Resource): readonly string[] {
  const spec = Object.entries(ALERTS).find(([key]) => key === name)?.[1];
  const [criterion] = [at(properties, 'criteria.allOf')].flat();
  const told = [at(properties, 'actions.actionGroups')].flat().map(String);
  const link = `${RUNBOOK_URL}#${name}`;
  const wantedThreshold = { p95Ms: 2500, daysLeft: 45 }[spec?.column ?? ''];
  return [
    ...(sections.includes(name) ? [] : ['docs/operations.md has no such section']),
    ...(String(at(properties, 'description')).endsWith(link) ? [] : ['its description links no section']),
    ...(at(properties, 'actions.customProperties.runbook') === link ? [] : ['its runbook is no section']),
    ...(at(criterion, 'query') === queries(REALTIME_MODEL_RETIRES, WRITERS)[spec?.query ?? '']
      ? []
      : ['another query than its file']),
    ...(told.includes(ALERT_ACTION_GROUP) && told.some((id) => id.endsWith('/operators'))
      ? []
      : ['does not tell everybody']),
    ...complainOfScope(spec, properties, criterion),
    ...(wantedThreshold === undefined || at(criterion, 'threshold') === wantedThreshold ? [] : ['another threshold']),
  ].map((complaint) => `${name}: ${complaint}`);
}

/** What asks another table than those of telemetry asks the workspace, and its mail names whom and what it found. */
function complainOfScope(spec: object | undefined, properties: unknown, criterion: unknown): readonly string[] {
  const ofWorkspace = at(spec, 'scope') === 'workspace';
  const scopes = [at(properties, 'scopes')].flat().map(String);
  const named = [at(criterion, 'dimensions')].flat().map((dimension) => at(dimension, 'name'));
  const wanted = ofWorkspace ? ['who', 'keys'] : [];
  return [
    ...(scopes.every((id) => (ofWorkspace ? WORKSPACE : COMPONENT).test(id)) ? [] : ['asks where its table is not']),
    ...(wanted.every((name) => named.includes(name)) ? [] : [`does not name ${wanted.join(' and ')}`]),
    ...(at(properties, 'skipQueryValidation') === ofWorkspace ? [] : ['may be refused before the first record']),
  ];
}

function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

function parameter(from: string, to: string, complaint: string) {
  return { file: 'main.bicepparam', from, to, complaint };
}

function budget(from: string, to: string, complaint: string) {
  return { file: 'modules/budget.bicep', from, to, complaint };
}

function alert(from: string, to: string, complaint: string) {
  return { file: 'modules/alerts.bicep', from, to, complaint };
}

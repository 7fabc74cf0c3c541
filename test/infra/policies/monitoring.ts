/** Alerts and workbook: each is its query files, somebody is told, and they are told what to do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ALERTS from '../../../infra/monitoring/alerts.json';
import { anchorsOf } from '../../support/anchors';
import { VARIANTS } from '../compiler/variants';
import { at, type Policy, type Resource } from './policy';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'infra/monitoring/queries');
const RULES = 'Microsoft.Insights/scheduledQueryRules';
const { REALTIME_MODEL_RETIRES, RUNBOOK_URL, ALERT_ACTION_GROUP } = VARIANTS.everything;

const sections = anchorsOf(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'));
/** Without the suffix, and with the day that the variant gives. */
const queries = (modelRetires: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(FOLDER).map((file) => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      return [file.replace('.kql', ''), text.replace('@@modelRetires@@', modelRetires)];
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
      alert("'@@modelRetires@@', modelRetires)", "'@@modelRetires@@', 'null')", 'another query than its file'),
      alert('customProperties: { runbook: ', 'customProperties: { book: ', 'its runbook is no section'),
      alert("description: 'What", "description: 'Nothing.' // 'What", 'its description links no section'),
      alert('empty(actionGroupId) ? [] : [actionGroupId]', '[]', 'does not tell everybody'),
      alert('empty(emails) ? [] : [people.id]', '[]', 'does not tell everybody'),
      alert('threshold: thresholds[rule.value.column]', 'threshold: 10', 'mints-are-slow: another threshold'),
    ],
  },
  {
    requirement: 'has a workbook of which each tile is its query file, and of which every file is a tile',
    complain: (resources) => {
      const [workbook] = ofType(resources, 'Microsoft.Insights/workbooks');
      const text = String(at(workbook, 'properties.serializedData'));
      const { items } = JSON.parse(text) as { readonly items: readonly unknown[] };
      const tiles = items.filter((item) => at(item, 'type') === 3);
      const wanted = queries(text.includes(REALTIME_MODEL_RETIRES) ? REALTIME_MODEL_RETIRES : '2026-12-15');
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
    ...(at(criterion, 'query') === queries(REALTIME_MODEL_RETIRES)[spec?.query ?? '']
      ? []
      : ['another query than its file']),
    ...(told.includes(ALERT_ACTION_GROUP) && told.some((id) => id.endsWith('/operators'))
      ? []
      : ['does not tell everybody']),
    ...(wantedThreshold === undefined || at(criterion, 'threshold') === wantedThreshold ? [] : ['another threshold']),
  ].map((complaint) => `${name}: ${complaint}`);
}

function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

function parameter(from: string, to: string, complaint: string) {
  return { file: 'main.bicepparam', from, to, complaint };
}

function alert(from: string, to: string, complaint: string) {
  return { file: 'modules/alerts.bicep', from, to, complaint };
}

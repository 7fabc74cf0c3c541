/** The doctor names a role assignment as the template does, by the snapshot that the real Bicep compiler made. */
import { readFileSync } from 'node:fs';
import { grantRole } from '../../../../tools/doctor/az-commands.ts';
import { assignmentName } from '../../../../tools/doctor/roles/assignment-name.ts';

const snapshot = readFileSync('test/infra/snapshots/everything.json', 'utf8');
const FORM =
  /"id": "([^"[]+)\/providers\/Microsoft\.Authorization\/roleAssignments\/[^"]+",\s*"type": "[^"]+",\s*"name": "([0-9a-f-]{36})"[\s\S]*?"principalId": "([^"]+)"/g;
const assigned = [...snapshot.matchAll(FORM)].map(([text, scope = '', name = '', principalId = '']) => {
  const [, role = ''] = /roleDefinitions\/([0-9a-f-]{36})/.exec(snapshot.slice(snapshot.indexOf(text))) ?? [];
  return { name, scope, principalId, role };
});

test('the snapshot has assignments whose name is known beforehand', () => {
  expect(assigned.length).toBeGreaterThanOrEqual(3);
});

test.each(assigned)('$name at $scope', ({ name, ...facts }) => {
  expect(assignmentName(facts)).toBe(name);
});

test.each(assigned)('$name, also where the scope is spelt as Resource Graph does', ({ name, scope, ...facts }) => {
  const spelt = scope
    .replace('/resourceGroups/', '/resourcegroups/')
    .replace(/Microsoft\.\w+\/\w+(?=\/[^/]+$)/, (type) => type.toLowerCase());
  expect(assignmentName({ ...facts, scope: spelt })).toBe(name);
});

test('another principal, role or scope has another name, and the command has it', () => {
  const facts = { scope: '/subscriptions/s', principalId: 'p', role: 'r' };
  const others = [
    { ...facts, scope: '/subscriptions/t' },
    { ...facts, principalId: 'q' },
    { ...facts, role: 's' },
  ];
  expect(new Set([facts, ...others].map(assignmentName)).size).toBe(4);
  expect(grantRole({ ...facts, principalType: 'User' })).toContain(`--name ${assignmentName(facts)} `);
});

/** The page behind each problem's `type`. */
import { CATALOGUE } from '../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../src/problems/all-problems.ts';
import { type System, startSystem } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

describe('a problem’s page', () => {
  test.each([...Object.keys(PROBLEMS), ...CATALOGUE.map(({ id }) => id)])('explains %s in plain text', async (id) => {
    const { status, headers, text } = await system.request(`/api/problems/${id}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toContain(id);
    expect(text).not.toMatch(/(?<!properties of )undefined/);
  });

  test.each(CATALOGUE.map(({ id, causes }) => [id, causes] as const))('ranks the causes of %s', async (id, causes) => {
    const { text } = await system.request(`/api/problems/${id}`);
    const places = causes.map(({ cause }, index) => text.indexOf(`${index + 1}. ${cause}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('is data for a program that asks for JSON, and text for a browser', async () => {
    const ask = (accept: string) => system.request('/api/problems/deployment-not-realtime', { headers: { accept } });
    const { headers, json } = await ask('application/json');
    expect(headers.get('content-type')).toContain('application/json');
    expect(json).toMatchObject({
      id: 'deployment-not-realtime',
      causes: expect.arrayContaining([
        expect.objectContaining({ fix: expect.arrayContaining([expect.objectContaining({ audience: 'operator' })]) }),
      ]),
    });
    const page = await ask('text/html,application/xhtml+xml,*/*;q=0.8');
    expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const unknown = await system.request('/api/problems/unknown', { headers: { accept: 'application/json' } });
    expect([unknown.status, unknown.json['code']]).toEqual([404, 'not_found']);
  });

  test.each([
    'unknown',
    'TOKEN_MISSING',
    '__proto__',
    'constructor',
    '%00',
    '..%2fhealthz',
    'x'.repeat(1_000),
    '%3Cscript%3E',
  ])('that does not exist is a 404 problem which does not repeat the id: %s', async (id) => {
    const { status, json, text } = await system.request(`/api/problems/${id}`);
    expect([status, json['code']]).toEqual([404, 'not_found']);
    expect(json['instance']).toEqual(expect.any(String));
    expect(text).not.toContain('script');
  });
});

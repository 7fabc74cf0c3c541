/** What the compiler has answered is kept only for the same question: no suite reads what another template was answered. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, createKeptAnswers } from './compiler/kept-answers';

const COMPILER = 'bicep 1';

describe('an answer of the compiler', () => {
  let home: string;
  let root: string;
  let folder: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'kept-answers-'));
    root = join(home, 'template');
    folder = join(home, 'answers');
    mkdirSync(join(root, 'modules'), { recursive: true });
    writeFileSync(join(root, 'main.bicep'), 'one');
    writeFileSync(join(root, 'modules/app.bicep'), 'one');
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const rewrite = (file: string) => {
    writeFileSync(join(root, file), 'two');
    return {};
  };
  const remove = (file: string) => {
    rmSync(join(root, file));
    return {};
  };
  /** By a new object each time, as each suite has its own. */
  const ask = async (answer: Answer, { question = 'compile' as unknown, compiler = COMPILER } = {}) => {
    const asked = jest.fn(async () => answer);
    const given = await createKeptAnswers(folder, compiler).answer(root, question, asked);
    return { given, isAsked: asked.mock.calls.length === 1 };
  };

  test('is given again to the same question, and so is a refusal', async () => {
    const kept: readonly Answer[] = [{ result: { contents: '{}' } }, { refusal: 'too many characters' }];
    for (const [question, answer] of kept.entries()) {
      expect(await ask(answer, { question })).toEqual({ given: answer, isAsked: true });
      expect(await ask({ result: 'another' }, { question })).toEqual({ given: answer, isAsked: false });
    }
  });

  test.each<[string, () => Parameters<typeof ask>[1]]>([
    ['a file', () => rewrite('main.bicep')],
    ['a file of a folder', () => rewrite('modules/app.bicep')],
    ['another file', () => rewrite('modules/another.bicep')],
    ['the number of files', () => remove('modules/app.bicep')],
    ['what is asked', () => ({ question: { method: 'compile', params: {} } })],
    ['the compiler', () => ({ compiler: 'bicep 2' })],
  ])('is not given where %s is different', async (_what, change) => {
    await ask({ result: 'before' });
    expect(await ask({ result: 'after' }, change())).toEqual({ given: { result: 'after' }, isAsked: true });
  });

  test('is not what makes asking fail', async () => {
    const ended = createKeptAnswers(folder, COMPILER).answer(root, 'compile', () => Promise.reject(new Error('ended')));
    await expect(ended).rejects.toThrow('ended');
    expect(await ask({ result: 'there' })).toEqual({ given: { result: 'there' }, isAsked: true });
  });

  test('is forgotten with its compiler', async () => {
    await ask({ result: 'before' });
    await ask({ result: 'after' }, { compiler: 'bicep 2' });
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

/**
 * What the compiler has answered, kept inside the clone: it takes seconds of a processor to start, and answers the same
 * for the same files. A question is all that its answer depends on, so whatever changes one of them is asked anew.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INFRA } from './template';

/** What the compiler says, or why it says nothing; that it ended is no answer. */
export type Answer = { readonly result: unknown } | { readonly refusal: string };

export interface KeptAnswers {
  /**
   * @param root of the template: every file below it is part of the question.
   * @param question what is asked of it, as data and without the place of `root`.
   * @param ask only called where nobody has asked before; what it throws is not kept.
   */
  answer(root: string, question: unknown, ask: () => Promise<Answer>): Promise<Answer>;
}

/** @param compiler whatever tells one version of it from another. */
export function createKeptAnswers(folder: string, compiler: string): KeptAnswers {
  const own = digest([compiler, contentsOf(INFRA)]);
  return {
    async answer(root, question, ask) {
      const file = join(folder, own, `${digest([contentsOf(root), question])}.json`);
      const kept = read(file);
      if (kept) return kept;
      const answer = await ask();
      forgetOthers(folder, own);
      write(file, answer);
      return answer;
    },
  };
}

function contentsOf(root: string): readonly (readonly [file: string, sum: string])[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => [file.slice(root.length), sha256(readFileSync(file))] as const);
}

function digest(value: unknown): string {
  return sha256(JSON.stringify(value));
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function read(file: string): Answer | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Answer;
  } catch {
    return undefined;
  }
}

/** Of another template or compiler: nobody comes back to most of them. */
function forgetOthers(folder: string, own: string): void {
  mkdirSync(join(folder, own), { recursive: true });
  for (const other of readdirSync(folder))
    if (other !== own) rmSync(join(folder, other), { recursive: true, force: true });
}

/** It appears whole, however many ask the same. */
function write(file: string, answer: Answer): void {
  const scratch = `${file}.${process.pid}`;
  writeFileSync(scratch, JSON.stringify(answer));
  renameSync(scratch, file);
}

/** What publint and "are the types wrong" find in a packed package, as JSON. Both are ES modules only, so Jest starts this. */
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';

const [folder = '', tarball = ''] = process.argv.slice(2);
const { messages } = await publint({ pkgDir: folder, strict: true });
const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
// The package is ES modules only: what resolves as CommonJS, or as Node 10 did, is none of its clients.
const problems = analysis.types
  ? analysis.problems.filter(
      (problem) => !('resolutionKind' in problem && /^node(?:10|16-cjs)$/.test(problem.resolutionKind)),
    )
  : ['The package has no types.'];
console.log(JSON.stringify({ messages, problems }));

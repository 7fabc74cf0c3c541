/** Where the compiler comes from, and that its absence is never taken for success. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBicep } from './compiler/bicep';

describe('a machine without a Bicep compiler', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'no-bicep-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('fails the suites in CI', () => {
    expect(() => findBicep({ variables: { PATH: home, CI: 'true' }, home, cache: join(home, 'cache') })).toThrow(
      'CI skips nothing',
    );
  });

  test('skips them elsewhere, and says so and what to install', () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    expect(findBicep({ variables: { PATH: home }, home, cache: join(home, 'cache') })).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^SKIPPED: no Bicep compiler.*install the \.NET SDK/));
    warn.mockRestore();
  });
});

/** A budget, from what it may begin and whom it tells. */
import { useCompiler } from './compiler/compiled';
import { REQUIRED, type Variables } from './compiler/variants';

const { suite, build, evaluate } = useCompiler();

suite('a budget', () => {
  const asked = { ...REQUIRED, BUDGET_AMOUNT: '200', BUDGET_START: '2026-12-01' };
  test.each(['2026-12-15', '2026-13-01'])('is refused from %s', async (start) => {
    const { messages } = await build({ ...asked, ALERT_EMAILS: 'ops@example.com', BUDGET_START: start });
    expect(messages).toContainEqual(expect.stringContaining('BUDGET_START must be the first day of the month'));
  });

  test('is refused where nobody is told, and goes to whom alerts go or to others', async () => {
    const { messages } = await build(asked);
    expect(messages).toContainEqual(expect.stringContaining('BUDGET_AMOUNT is set and nobody is told'));
    const told = async (variables: Variables) =>
      JSON.stringify(await evaluate({ ...asked, ALERT_EMAILS: 'ops@example.com', ...variables })).match(
        /"contactEmails":\["([^"]+)"\]/,
      )?.[1];
    expect(await told({})).toBe('ops@example.com');
    expect(await told({ BUDGET_EMAILS: 'cfo@example.com' })).toBe('cfo@example.com');
  });
});

/** The day of which an alert warns: what it may be, and where it comes from. */
import { DATED_MODELS, DEFAULT_MODEL, earliestEnd } from '../../tools/models/model-table';
import { useCompiler } from './compiler/compiled';
import type { Prediction } from './compiler/prediction';
import { REQUIRED, type Variables } from './compiler/variants';

const { suite, build, evaluate } = useCompiler();

suite('the day on which the model retires', () => {
  const DAY = 'REALTIME_MODEL_RETIRES';
  test.each([
    'next winter',
    '2027-02-29',
    '2027-2-1',
    '2027-06-31',
    ' 2027-06-15',
    '15-06-2027',
    '2027-06-15T00:00:00Z',
  ])('is refused by name where it is %j', async (day) => {
    expect(await build({ ...REQUIRED, [DAY]: day })).toMatchObject({
      success: false,
      messages: expect.arrayContaining([
        expect.stringContaining(`${DAY} must be a day that the calendar has, as YYYY-MM-DD`),
      ]),
    });
  });

  const days = async (variables: Variables) => {
    const { predictedResources } = (await evaluate(variables)) as Prediction;
    return [...JSON.stringify(predictedResources).matchAll(/let retires = datetime\((.*?)\)/g)].map(([, day]) => day);
  };
  test.each([
    ['2028-02-29', '2028-02-29'],
    ['2027-12-31', '2027-12-31'],
    ['', 'null'],
  ])('may be %j', async (day, shown) => expect(await days({ [DAY]: day })).toEqual([shown]));

  test('is the earliest one that the table’s newest source names for the version', async () => {
    const [mini] = DATED_MODELS.filter((model) => model.name === DEFAULT_MODEL && model.isDefault);
    expect(await days({})).toEqual([mini && earliestEnd(mini)]);
  });

  test('is that of the version that is asked for, and not known of a model that the table does not have', async () => {
    const old = DATED_MODELS.find((model) => model.name === DEFAULT_MODEL && !model.isDefault);
    expect(await days({ REALTIME_MODEL_VERSION: old?.version ?? '' })).toEqual([old && earliestEnd(old)]);
    expect(await days({ REALTIME_MODEL: 'gpt-realtime-9' })).toEqual(['null']);
    expect(await days({ REALTIME_MODEL_VERSION: '2031-01-01' })).toEqual(['null']);
  });
});

/** A label of the settings in the names of resources. */
import { useCompiler } from './compiler/compiled';
import { at } from './policies/policy';

const { suite, evaluate } = useCompiler();

suite('the template', () => {
  test.each([
    ['prod/eu', 'prod~2Feu'],
    ['~7E 100 %', '~7E7E~20100~20~25'],
    ['$', '~24'],
    [' blue ', 'blue'],
  ])('writes settings under the label %s, in the form that Azure documents for names', async (label, encoded) => {
    const { predictedResources } = await evaluate({ AZURE_APPCONFIGURATION_LABEL: label });
    const names = predictedResources.map((resource) => String(at(resource, 'name')));
    expect(names).toContainEqual(expect.stringMatching(new RegExp(`/realtime~3Acors~3Aorigins\\$${encoded}$`)));
  });
});

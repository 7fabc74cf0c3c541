/** `tools` and `tool_choice` of the GA session: flat, the name stands beside the type. */
import * as z from 'zod/mini';

const functionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string(),
  description: z.optional(z.string()),
  parameters: z.optional(z.record(z.string(), z.unknown())),
});

const mcpTool = z
  .strictObject({
    type: z.literal('mcp'),
    server_label: z.string(),
    server_url: z.optional(z.string()),
    connector_id: z.optional(z.string()),
    tunnel_id: z.optional(z.string()),
    server_description: z.optional(z.string()),
    authorization: z.optional(z.string()),
    headers: z.nullish(z.record(z.string(), z.string())),
    require_approval: z.optional(z.unknown()),
    allowed_tools: z.optional(z.unknown()),
    defer_loading: z.optional(z.boolean()),
    allowed_callers: z.optional(z.unknown()),
  })
  .check(
    z.refine(
      ({ server_url, connector_id, tunnel_id }) => (server_url ?? connector_id ?? tunnel_id) !== undefined,
      'needs server_url, connector_id or tunnel_id',
    ),
  );

export const toolSchema = z.discriminatedUnion(
  'type',
  [functionTool, mcpTool],
  'must be of the type "function" or "mcp"',
);

export const toolChoiceSchema = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    z.strictObject({ type: z.literal('function'), name: z.string() }),
    z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.nullish(z.string()) }),
  ],
  'must be "none", "auto", "required", {"type":"function","name":…} or {"type":"mcp","server_label":…}',
);

/** GUIDs of the built-in roles that this project gives somebody. */
import ROLE_IDS from '../../infra/roles.json' with { type: 'json' };

export { ROLE_IDS };

/** For a process that is given its environment: jest.config.mjs names the folder, which all others inherit. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' };

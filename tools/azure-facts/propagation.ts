/**
 * A role or a deployment needs at least so long until the data plane knows it: of roles the documentation says so, of
 * deployments Azure's own text of DeploymentNotFound.
 */
export const PROPAGATION_MS = 5 * 60_000;

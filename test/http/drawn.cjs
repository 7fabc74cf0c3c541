// Loaded with --require into a process whose chance is decided beforehand: every draw is DRAWN.
Math.random = () => Number(process.env.DRAWN);

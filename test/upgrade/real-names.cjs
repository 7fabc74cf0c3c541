// Loaded with --require into a worker: whatever host it connects to, it gets the one on this machine that plays them all.
const net = require('node:net');

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|::1)$/;
const port = Number(process.env.REAL_NAMES_PORT);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectOnThisMachine(...args) {
  const [first] = args;
  // Node's own modules pass the arguments as one list.
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options?.host !== 'string' || LOOPBACK.test(options.host)) return connect.apply(this, args);
  const here = { ...options, host: '127.0.0.1', port };
  if (!Array.isArray(first)) return connect.call(this, here, ...args.slice(1));
  // The mark on the list says that it is one.
  const list = Object.assign(
    [...first],
    Object.fromEntries(Object.getOwnPropertySymbols(first).map((mark) => [mark, first[mark]])),
  );
  list[0] = here;
  return connect.call(this, list);
};

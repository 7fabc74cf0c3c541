// Loaded with --require into a process that must reach nothing but this machine: whatever else it tries is refused and
// said on stderr, names included, before a resolver is asked.
const dns = require('node:dns');
const net = require('node:net');

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|::1)$/;

function refuse(host) {
  process.stderr.write(`FOREIGN HOST ${host}\n`);
  return Object.assign(new Error(`Not on this machine: ${host}`), { code: 'ECONNREFUSED' });
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectOnLoopback(...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof options === 'object' && options !== null ? (options.host ?? 'localhost') : 'localhost';
  if (options?.path !== undefined || LOOPBACK.test(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(refuse(host)));
  return this;
};

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  if (LOOPBACK.test(host)) return lookup(host, ...rest);
  process.nextTick(rest.at(-1), refuse(host));
  return undefined;
};

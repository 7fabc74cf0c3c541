// Loaded with --require into a process that must reach nothing but this machine: whatever else it tries is refused and
// said on stderr, names included, before a resolver is asked.
const dgram = require('node:dgram');
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

// A socket that is bound to every interface can be reached from elsewhere, even if nobody tries.
const { bind, send } = dgram.Socket.prototype;
dgram.Socket.prototype.bind = function bindOnLoopback(...args) {
  const [options] = args;
  const address = typeof options === 'object' && options !== null ? options.address : args[1];
  if (typeof address === 'string' && LOOPBACK.test(address)) return bind.apply(this, args);
  throw refuse(`bound to ${address ?? 'every interface'}`);
};
dgram.Socket.prototype.send = function sendOnLoopback(...args) {
  // send(message, [offset, length,] [port,] [address,] [callback]): the address is the only text behind the message.
  const address = args.slice(1).find((argument) => typeof argument === 'string');
  if (address !== undefined && LOOPBACK.test(address)) return send.apply(this, args);
  throw refuse(`datagram to ${address ?? 'nobody in particular'}`);
};

function refusing(ask) {
  return (host, ...rest) => {
    if (LOOPBACK.test(host)) return ask(host, ...rest);
    process.nextTick(rest.at(-1), refuse(host));
    return undefined;
  };
}

function rejecting(ask) {
  return async (host, ...rest) => {
    if (LOOPBACK.test(host)) return ask(host, ...rest);
    throw refuse(host);
  };
}

for (const question of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[question] = refusing(dns[question]);
  dns.promises[question] = rejecting(dns.promises[question]);
}

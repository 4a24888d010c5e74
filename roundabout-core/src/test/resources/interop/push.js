// Pushes with rhea: COUNT numbered messages, as fast as it is given credit.
// Usage: node push.js PORT STREAM COUNT [KILL_AT PID]. Kills process PID once KILL_AT messages are accepted. Prints the ids of the
// accepted messages, and what was said of those that were rejected; then how it ended.
const rhea = require('rhea');

const [port, stream, count, killAt, pid] = process.argv.slice(2).map((text) => (/^\d+$/.test(text) ? Number(text) : text));
const connection = rhea.connect({ host: '127.0.0.1', port, reconnect: false });
const sender = connection.open_sender(stream);
const ids = new Map();
const lines = [];
let sent = 0;
let settled = 0;

function settle(line) {
    lines.push(line);
    settled++;
    if (settled === killAt) {
        process.kill(pid, 'SIGKILL');
    }
    if (settled === count) {
        connection.close();
    }
}

connection.on('sendable', () => {
    while (sender.sendable() && sent < count) {
        const body = rhea.message.data_section(Buffer.from(`{"k":"k${sent % 10}","n":${sent}}`));
        const delivery = sender.send({ message_id: `m-${sent}`, body });
        ids.set(delivery.id, `m-${sent}`);
        sent++;
    }
});
connection.on('accepted', ({ delivery }) => settle(`accepted ${ids.get(delivery.id)}`));
connection.on('rejected', ({ delivery }) => {
    const { condition, description } = delivery.remote_state.error;
    settle(`rejected ${ids.get(delivery.id)} ${condition} ${description}`);
});
connection.on('disconnected', () => {});
process.on('exit', () => {
    lines.push(settled === count ? 'done' : 'lost');
    console.log(lines.join('\n'));
});

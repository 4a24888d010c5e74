// A vehicle in Node: a plain socket pushes, rhea (npm install rhea) collects.
// usage: node shop.js KEY     environment: ROUNDABOUT_ENTRANCE, ROUNDABOUT_AMQP = HOST:PORT (localhost:7070, :5672)
const net = require('net');
const rhea = require('rhea');

const key = process.argv[2];
const [host, port] = (process.env.ROUNDABOUT_ENTRANCE || 'localhost:7070').split(':');
const [amqpHost, amqpPort] = (process.env.ROUNDABOUT_AMQP || 'localhost:5672').split(':');

function fail(why) {
    console.error(String(why));
    process.exit(1);
}

// Pushes lines, commands among them; resolves when every message is committed.
function push(...lines) {
    return new Promise((resolve) => {
        let answers = '';
        const socket = net.connect({ host, port: Number(port), allowHalfOpen: true });
        socket.on('data', (bytes) => { answers += bytes; });
        socket.on('end', () => {
            const messages = lines.filter((line) => !line.startsWith('!')).length;
            socket.end();
            return answers === `+ok ${messages}\n` ? resolve() : fail(`the hub says: ${answers}`);
        });
        socket.on('error', fail);
        socket.end(lines.map((line) => line + '\n').join('')); // half-closed: the hub answers with its last "+ok"
    });
}

// Takes what is ready and leaves.
function collect(address) {
    const connection = rhea.connect({ host: amqpHost, port: Number(amqpPort), reconnect: false });
    const receiver = connection.open_receiver({ source: address, credit_window: 0 });
    connection.on('receiver_open', () => {
        receiver.add_credit(10);
        receiver.drain_credit();
    });
    connection.on('message', ({ message }) => console.log(message.group_id, message.body.content.toString()));
    connection.on('receiver_drained', () => connection.close());
    connection.on('disconnected', ({ error }) => error && fail(error));
}

push('!stream orders', JSON.stringify({ order_id: 1, customer: key }))
    .then(() => push('!stream customers', JSON.stringify({ id: key, name: 'Ada' })))
    .then(() => collect('enriched'));

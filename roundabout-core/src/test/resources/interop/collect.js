// Collects with rhea: gives the first message back, takes it again, then takes what is ready and leaves.
// Usage: node collect.js PORT ADDRESS [USER PASSWORD]. Prints one line per delivery: what was done, the message-id, the body.
const rhea = require('rhea');

const [port, address, username, password] = process.argv.slice(2);
const connection = rhea.connect({ host: '127.0.0.1', port: Number(port), username, password, reconnect: false });
const receiver = connection.open_receiver({ source: address, credit_window: 0, autoaccept: false });
let deliveries = 0;

connection.on('receiver_open', () => receiver.add_credit(1));
connection.on('message', ({ delivery, message }) => {
    deliveries++;
    const released = deliveries === 1;
    if (released) {
        delivery.release();
    } else {
        delivery.accept();
    }
    console.log(released ? 'released' : 'accepted', message.message_id, message.body.content.toString());
    if (released) {
        receiver.add_credit(1);
    } else if (deliveries === 2) {
        receiver.add_credit(10);
        receiver.drain_credit();
    }
});
connection.on('receiver_drained', () => {
    console.log('drained');
    connection.close();
});
connection.on('disconnected', (context) => {
    if (context.error) {
        console.error(context.error);
        process.exitCode = 1;
    }
});

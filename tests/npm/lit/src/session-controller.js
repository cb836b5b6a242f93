export class SessionController {
  constructor(host, client) {
    this.host = host;
    this.client = client;
    host.addController(this);
  }

  get value() {
    return this.client.session(); // undefined while it is not known
  }

  hostConnected() {
    const update = () => this.host.requestUpdate();
    this.end = this.client.subscribe(update);
    this.client.ready.then(update, (error) => console.error(error)); // the session stays unknown: tell the console why
  }

  hostDisconnected() {
    this.end();
  }
}

import { Component } from "react";

export class Failure extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    return this.state.error ? <p role="alert">{this.state.error.code}</p> : this.props.children;
  }
}

import { Component, type ReactNode } from "react";

import { ErrorState } from "../ui";

interface Props {
  children: ReactNode;
  /** When it changes, what it guards is tried again: the route, for a page. */
  at?: string;
}

/** Shows what failed in place of what it guards, and lets everything around it go on. */
export class ErrorBoundary extends Component<Props, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate({ at }: Props) {
    if (at !== this.props.at && this.state.error) this.setState({ error: undefined });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <ErrorState error={error} retry={() => this.setState({ error: undefined })} />;
  }
}

// A server component that uses the package itself, and renders one that lives in the browser.
import { isHeadlessIdentityError } from "headless-identity";
import { Who } from "./who.jsx";

export default function Page() {
  return (
    <>
      <p>On the server: {isHeadlessIdentityError(new Error()) ? "an error of ours" : "no error of ours"}</p>
      <Who />
    </>
  );
}

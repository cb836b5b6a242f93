//! What was said in a browser, said again here. The core is a function of its events and their times, so whatever drives it, it must
//! say the same, to the byte. `tests/npm/plain/transcript.test.mjs` writes down what passes between driver and core in Chromium, and
//! runs this with it; without that a transcript that is kept is read. `UPDATE_TRANSCRIPT=1` there writes it anew, which a change of
//! events or effects takes. Every token, password and key in it was invented by the model site for that run.

use crate::js::instance::Instance;
use crate::json::Json;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts/chromium.jsonl");

#[test]
fn the_native_core_says_what_the_one_in_chromium_said() {
    let file = std::env::var("TRANSCRIPT").unwrap_or_else(|_| KEPT.to_owned());
    let transcript = std::fs::read_to_string(&file).unwrap();
    let mut clients: Vec<Instance> = Vec::new();
    for (number, line) in (1..).zip(transcript.lines()) {
        let step = Json::parse(line).unwrap();
        let [client, now_ms, event, effects] = &step.elements()[..] else {
            panic!("line {number} of {file} is no step");
        };
        let (client, now_ms) = (client.as_number().unwrap() as usize, now_ms.as_number().unwrap() as u64);
        let (event, effects) = (event.as_str().unwrap(), effects.as_str().unwrap());
        if client == clients.len() {
            clients.push(Instance::default());
        }
        assert_eq!(clients[client].said(&event, now_ms), effects, "line {number} of {file}: {event}");
    }
    assert!(transcript.lines().count() > 60, "{file} is too short to show anything");
}

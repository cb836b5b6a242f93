//! JSON: what we write serde_json reads, and what we take out of a document is what stands in it.
#![no_main]

use headless_identity::{Json, fuzzing};
use headless_identity_fuzz::{is_close, is_finite, reference, two};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((text, other)) = two(input) else { return };
    let reference = reference(text);
    let ours = fuzzing::json(text);
    if ours.as_ref().is_some_and(|ours| !is_finite(ours)) {
        return; // JSON.parse takes a number that is too large for infinity; serde_json refuses it
    }
    assert_eq!(ours.is_some(), reference.as_ref().is_some_and(|value| depth(value) <= 64));
    if let (Some(ours), Some(reference)) = (&ours, &reference) {
        assert!(agree(ours, reference), "{ours:?} is not {reference}");
        let written = serde_json::to_string(ours).expect("what is JSON has a text");
        let again: Value = serde_json::from_str(&written).expect("what we serialize is JSON to others, too");
        assert!(agree(ours, &again), "{written} is not {ours:?}");
        let raw = fuzzing::json(ours.raw()).expect("what stands between the blanks is JSON");
        assert_eq!((&raw, raw.raw()), (ours, text.trim_matches([' ', '\t', '\n', '\r'])));
    }

    // What serde_json itself cannot read it cannot read within an object either.
    let raw = if serde_json::from_str::<Value>(text).is_ok() && ours.is_some() { text } else { "null" };
    let written = fuzzing::json_object(("text", other), ("raw", raw));
    let read: Value = serde_json::from_str(&written).expect("an object");
    assert_eq!(read["text"], other);
    assert_eq!(read["raw"], serde_json::from_str::<Value>(raw).expect("read before"));
    let named = fuzzing::json_object((other, text), ("raw", "[]"));
    let read: Value = serde_json::from_str(&named).expect("an object");
    assert!(other == "raw" || read[other] == text);
});

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn agree(ours: &Json, reference: &Value) -> bool {
    match reference {
        Value::Null => ours.raw() == "null",
        Value::Bool(reference) => ours.as_bool() == Some(*reference),
        Value::Number(reference) => match (ours.as_number(), reference.as_f64()) {
            (Some(ours), Some(other)) => is_close(ours, other),
            _ => false,
        },
        Value::String(reference) => ours.as_str().as_ref() == Some(reference),
        Value::Array(reference) => {
            let ours = ours.elements();
            ours.len() == reference.len() && ours.iter().zip(reference).all(|(ours, reference)| agree(ours, reference))
        }
        // Where a key repeats, the last one counts; null is absent.
        Value::Object(reference) => {
            let members = ours.members();
            let last = |key: &str| members.iter().rfind(|(name, _)| name == key).map(|(_, member)| member);
            members.iter().all(|(key, _)| reference.contains_key(key))
                && reference.iter().all(|(key, reference)| {
                    last(key).is_some_and(|ours| agree(ours, reference))
                        && ours.get(key).as_ref() == last(key).filter(|_| !reference.is_null())
                })
        }
    }
}

//! Forms and queries against the form_urlencoded crate, both ways.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::two;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((name, value)) = two(input) else { return };
    let reference = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
    let finds = |form: &str, name: &str| {
        let first = reference(form).into_iter().find(|(other, _)| other == name);
        // A pair of nothing is none to the reference.
        assert!(name.is_empty() || fuzzing::form_value(form, name) == first.map(|(_, value)| value), "{form} {name}");
    };
    reference(name).iter().for_each(|(other, _)| finds(name, other));
    finds(name, value);

    let pairs = [(name, value), ("code_verifier", name)];
    let written = fuzzing::form_encode(&pairs);
    assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte)), "{written}");
    assert_eq!(reference(&written), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    finds(&written, name);
    finds(&written, "code_verifier");
});

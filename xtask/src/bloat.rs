//! What the shipped wasm is made of, function by function.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, TypeRef};
use xshell::cmd;

use crate::package;
use crate::tally::Tally;
use crate::workspace::{products, shell_in};

const SHOWN: usize = 25;

/// What must not be linked: crates and parts of `core` that cost tens of kilobytes, for what the browser does already.
const FORBIDDEN: [(&str, &str); 7] = [
    ("url::", "the crate url: +57 kB (brotli)"),
    ("idna::", "the crate idna, which comes with url"),
    ("regex", "the crate regex or one of its parts: +188 kB"),
    ("serde_json::", "the crate serde_json: +18 kB. src/json reads and writes JSON"),
    ("core::num::imp::flt2dec::", FLOATS),
    ("core::num::flt2dec::", FLOATS),
    ("core::fmt::float::", FLOATS),
];
const FLOATS: &str = "the formatting of floating-point numbers, which a `{}` of an f64 links, or an error of serde's";

/// A function's bytes, without the two or three of its length.
struct Function {
    name: String,
    bytes: usize,
}

/// `cargo xtask bloat`. With names kept, wasm-opt decides here and there otherwise: some hundred bytes from what ships.
pub fn run() -> Result<ExitCode> {
    package::build()?;
    let named = products().join("npm/core.named.wasm");
    let compiled = package::bindings()?.join("core_bg.wasm");
    let sh = shell_in(&package::folder())?;
    cmd!(sh, "node scripts/optimise.mjs {compiled} {named} --debuginfo").quiet().run()?;

    let mut functions = functions(&fs::read(named)?)?;
    functions.sort_by_key(|function| std::cmp::Reverse(function.bytes));
    let total: usize = functions.iter().map(|function| function.bytes).sum();
    let percent = |bytes: usize| bytes as f64 * 100.0 / total as f64;

    println!("{} functions, {total} bytes of code; after wasm-opt\n", functions.len());
    println!("{:>8}{:>7}  largest functions", "bytes", "%");
    for Function { name, bytes } in functions.iter().take(SHOWN) {
        println!("{bytes:>8}{:>7.1}  {name}", percent(*bytes));
    }

    println!("\n{:>8}{:>7}{:>11}  crate", "bytes", "%", "functions");
    for (name, bytes, count) in by_crate(&functions) {
        println!("{bytes:>8}{:>7.1}{count:>11}  {name}", percent(bytes));
    }
    Ok(ExitCode::SUCCESS)
}

/// One test for each thing that must not be linked. It reads what the linker made: wasm-opt inlines, and with that names go.
pub fn check() -> Result<Tally> {
    package::build()?;
    let functions = functions(&fs::read(package::bindings()?.join("core_bg.wasm"))?)?;
    let mut tally = Tally::default();
    for (path, why) in FORBIDDEN {
        let found: Vec<&str> =
            functions.iter().map(|function| &*function.name).filter(|name| is_of(name, path)).collect();
        tally += Tally::of(found.is_empty());
        if let Some(first) = found.first() {
            eprintln!("core.wasm has {} functions of {path}, such as {first}\n  {path} is {why}", found.len());
        }
    }
    Ok(tally)
}

/// The functions of a wasm, by the names in its name section.
fn functions(wasm: &[u8]) -> Result<Vec<Function>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    names = function_names(subsections)?;
                }
            }
            _ => {}
        }
    }
    ensure!(!names.is_empty(), "the wasm has no names");
    let functions = (imported..).zip(bodies).map(|(index, bytes)| {
        // wasm-opt leaves a few without one.
        let name = names.get(&index).map_or_else(|| format!("#{index}"), |name| readable(name));
        Function { name, bytes }
    });
    Ok(functions.collect())
}

fn function_names(subsections: wasmparser::NameSectionReader<'_>) -> Result<HashMap<u32, &str>, BinaryReaderError> {
    let mut names = HashMap::new();
    for subsection in subsections {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index, naming.name);
            }
        }
    }
    Ok(names)
}

/// A name as it is in the source. The older mangling ends it with `::h` and 16 hexadecimal digits; the newer one, which the
/// standard library has, writes 16 of them in brackets behind each crate.
fn readable(name: &str) -> String {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let name = match name.rsplit_once("::h") {
        Some((path, hash)) if is_hash(hash) => path,
        _ => name,
    };
    let mut parts = name.split('[');
    let mut readable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => readable.push_str(rest),
            _ => readable.extend(["[", part]),
        }
    }
    readable
}

/// Whether a path that begins so is named, be it in a generic argument. `url::` is not in `headless_identity::url::`.
fn is_of(name: &str, path: &str) -> bool {
    name.match_indices(path).any(|(at, _)| {
        let before = name[..at].chars().next_back();
        before.is_none_or(|before| !(before.is_alphanumeric() || before == '_' || before == ':'))
    })
}

/// The crate that a function belongs to: of `<a::B as c::D>::e` it is `a`.
fn crate_of(name: &str) -> &str {
    let path = name.trim_start_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
    let (path, is_trait_of_type) = match path.strip_prefix("dyn ") {
        Some(path) => (path, true),
        None => (path, name.starts_with('<')),
    };
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(path.len());
    match &path[end..] {
        rest if rest.starts_with("::") => &path[..end],
        // A type parameter or a primitive: the trait says whose it is, and what has no trait is core's, but for a little of alloc's.
        rest if is_trait_of_type => rest.split_once(" as ").map_or("core", |(_, path)| crate_of(path)),
        _ => "no crate",
    }
}

/// Name, bytes and number of functions, the largest first.
fn by_crate(functions: &[Function]) -> Vec<(&str, usize, usize)> {
    let mut crates = BTreeMap::<&str, (usize, usize)>::new();
    for function in functions {
        let (bytes, count) = crates.entry(crate_of(&function.name)).or_default();
        *bytes += function.bytes;
        *count += 1;
    }
    let mut crates: Vec<_> = crates.into_iter().map(|(name, (bytes, count))| (name, bytes, count)).collect();
    crates.sort_by_key(|(_, bytes, _)| std::cmp::Reverse(*bytes));
    crates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_type() {
        assert_eq!(crate_of("headless_identity::flow::login::login::{{closure}}"), "headless_identity");
        assert_eq!(crate_of("<core::future::poll_fn::PollFn<F> as core::future::Future>::poll"), "core");
        assert_eq!(crate_of("<&T as core::fmt::Debug>::fmt"), "core");
        assert_eq!(crate_of("<dyn core::any::Any>::is"), "core");
        assert_eq!(crate_of("<alloc::vec::Vec<T> as js_sys::Promising>::then"), "alloc");
        assert_eq!(crate_of("memcpy"), "no crate");
    }

    #[test]
    fn a_forbidden_crate_is_found_wherever_it_is_named() {
        assert!(is_of("url::parser::Parser::parse", "url::"));
        assert!(is_of("<url::Url as core::fmt::Display>::fmt", "url::"));
        assert!(is_of("alloc::vec::Vec<regex_automata::hybrid::State>::push", "regex"));
        assert!(!is_of("headless_identity::url::join", "url::"));
        assert!(!is_of("headless_identity::text::my_regex", "regex"));
    }

    #[test]
    fn hashes_are_taken_off_and_nothing_else() {
        assert_eq!(readable("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(readable("a::b::head"), "a::b::head");
        assert_eq!(
            readable("<alloc[3ca501edff3f0c7c]::A as core[c5930c85a12de822]::B>::c[2]"),
            "<alloc::A as core::B>::c[2]"
        );
        assert_eq!(readable("a::<[u8]>::b"), "a::<[u8]>::b");
    }

    #[test]
    fn functions_are_read_with_their_names() -> Result<()> {
        // (module (import "a" "b" (func)) (func $one) (func $two nop))
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x03\x02\0\0\
            \x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b\0\x12\x04name\x01\x0b\x02\x01\x03one\x02\x03two";
        let found: Vec<_> = functions(wasm)?.into_iter().map(|function| (function.name, function.bytes)).collect();
        assert_eq!(found, [("one".to_owned(), 2), ("two".to_owned(), 3)]);
        Ok(())
    }
}

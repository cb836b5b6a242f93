//! The layers of `src/lib.rs`: imports point down only, so no file imports itself, however far around; nor does one of the
//! shop in Yew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/yew/src");

#[test]
fn no_file_imports_from_a_layer_above_its_own() {
    let layers = layers();
    let depth = |file: &Path| {
        let layer = layer_of(file);
        layers.iter().position(|name| *name == layer).unwrap_or_else(|| panic!("the table does not have {layer}"))
    };
    let mut imports_down = 0;
    for (file, others) in imports(ROOT) {
        for other in others {
            assert!(depth(&file) <= depth(&other), "{} is above {}", other.display(), file.display());
            imports_down += usize::from(depth(&file) < depth(&other));
        }
    }
    assert!(imports_down > 200, "the imports are not read any more");
}

#[test]
fn no_file_imports_itself_however_far_around() {
    for root in [ROOT, SHOP] {
        no_circle(&imports(root));
    }
}

fn no_circle(imports: &BTreeMap<PathBuf, BTreeSet<PathBuf>>) {
    for file in imports.keys() {
        let (mut reached, mut next) = (BTreeSet::new(), vec![file]);
        while let Some(one) = next.pop() {
            for other in &imports[one] {
                assert_ne!(other, file, "{} imports {}, which leads back to it", file.display(), one.display());
                if reached.insert(other) {
                    next.push(other);
                }
            }
        }
    }
}

/// As the table of `src/lib.rs` has them, the highest first.
fn layers() -> Vec<String> {
    let map = fs::read_to_string(Path::new(ROOT).join("lib.rs")).unwrap();
    let rows = map.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.flat_map(|row| row.split('|').next().unwrap().split_whitespace().map(|name| name.replace('`', ""))).collect()
}

/// The folder in `src`, or the file there.
fn layer_of(file: &Path) -> String {
    let first = file.strip_prefix(ROOT).unwrap().components().next().unwrap();
    Path::new(&first).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn imports(root: &str) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    files(Path::new(root)).into_iter().map(|file| (file.clone(), imported_by(&file, root))).collect()
}

/// Everything but tests, the files that name all others, and what the fuzzer enters by.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && entry.file_name().unwrap() == "tests" {
            continue;
        }
        if entry.is_dir() {
            found.extend(files(&entry));
        } else if !["lib.rs", "main.rs", "tests.rs", "fuzzing.rs"]
            .contains(&entry.file_name().unwrap().to_str().unwrap())
        {
            found.push(entry);
        }
    }
    found
}

fn imported_by(file: &Path, root: &str) -> BTreeSet<PathBuf> {
    let source = fs::read_to_string(file).unwrap();
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let code = lines.collect::<Vec<_>>().join(" ");
    let mut imported = BTreeSet::new();
    for path in code.split("crate::").skip(1) {
        let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(path.len());
        let (prefix, rest) = path.split_at(end);
        // `crate::flow::{access, guest}` names a file with each of its words.
        let group = rest.strip_prefix('{').and_then(|rest| rest.split('}').next()).unwrap_or("self");
        for name in group.split(',') {
            imported.extend(file_of(&format!("{}::{}", prefix.trim_end_matches(':'), name.trim()), root));
        }
    }
    imported.remove(file);
    imported
}

/// The file that has what stands at this path: that of the longest part of it that is a module.
fn file_of(path: &str, root: &str) -> Option<PathBuf> {
    let mut names: Vec<&str> = path.split("::").collect();
    while !names.is_empty() {
        let module = Path::new(root).join(names.join("/"));
        let candidates = [module.with_extension("rs"), module.join("mod.rs")];
        if let Some(file) = candidates.into_iter().find(|file| file.exists()) {
            return Some(file);
        }
        names.pop();
    }
    None
}

//! The house rule of `src/lib.rs`: imports point down only, so no file imports itself, however far around.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

#[test]
fn no_file_imports_itself_however_far_around() {
    let imports: BTreeMap<PathBuf, BTreeSet<PathBuf>> =
        files(Path::new(ROOT)).into_iter().map(|file| (file.clone(), imported_by(&file))).collect();
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 300, "the imports are not read any more");
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

/// Everything but tests, and `lib.rs`, which names all that is public.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else if !["lib.rs", "tests.rs"].contains(&entry.file_name().unwrap().to_str().unwrap()) {
            found.push(entry);
        }
    }
    found
}

fn imported_by(file: &Path) -> BTreeSet<PathBuf> {
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
            imported.extend(file_of(&format!("{}::{}", prefix.trim_end_matches(':'), name.trim())));
        }
    }
    imported.remove(file);
    imported
}

/// The file that has what stands at this path: that of the longest part of it that is a module.
fn file_of(path: &str) -> Option<PathBuf> {
    let mut names: Vec<&str> = path.split("::").collect();
    while !names.is_empty() {
        let module = Path::new(ROOT).join(names.join("/"));
        let candidates = [module.with_extension("rs"), module.join("mod.rs")];
        if let Some(file) = candidates.into_iter().find(|file| file.exists()) {
            return Some(file);
        }
        names.pop();
    }
    None
}

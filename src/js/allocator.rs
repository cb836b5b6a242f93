//! The allocator of the npm package's wasm. A Rust app chooses its own.

/// Saves 6.9 kB of wasm, 2.2 kB after brotli, against the standard one.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[global_allocator]
static TALC: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

//! The org's password policy.

/// `Err` holds the text that tells a person what is missing.
pub fn check(password: &str, min_length: usize) -> Result<(), String> {
    let long_enough = password.chars().count() >= min_length;
    let mixed = password.chars().any(char::is_alphabetic) && password.chars().any(|c| c.is_ascii_digit());
    if long_enough && mixed {
        return Ok(());
    }
    Err(format!("Your password must have at least {min_length} characters, with a letter and a number"))
}

//! Text and numbers as most formats write them, quickly: nearly all of a text needs no change, nearly all numbers are short.

/// How many bytes at the start of a text no format changes: none of them is `marked`.
pub fn unmarked(bytes: &[u8], is_marked: impl Fn(u8) -> bool) -> usize {
    const STEP: usize = 16;
    // Whole steps are looked at without a branch for each byte, which lets the compiler take them at once.
    let has_mark = |step: &&[u8]| step.iter().fold(false, |has_mark, byte| has_mark | is_marked(*byte));
    let n = bytes.chunks_exact(STEP).take_while(|step| !has_mark(step)).count() * STEP;
    let rest = &bytes[n..];
    n + rest.iter().position(|byte| is_marked(*byte)).unwrap_or(rest.len())
}

/// Adds a number as `Display` writes it.
pub fn push_count(line: &mut String, mut count: u32) {
    if count < 10 {
        return line.push(char::from(b'0' + count as u8));
    }
    let mut digits = [0; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (count % 10) as u8;
        count /= 10;
        if count == 0 {
            break;
        }
    }
    line.push_str(str::from_utf8(&digits[first..]).expect("digits are ASCII"));
}

/// Adds a number as `Display` writes it: the shortest digits that mean it.
///
/// Where it is so many thousandths, these digits are the shortest, for two numbers of up to fifteen digits are never the same
/// number to a computer.
pub fn push_real(line: &mut String, number: f64) {
    match thousandths(number) {
        Some(thousandths) => push_thousandths(line, thousandths),
        None => line.push_str(&number.to_string()),
    }
}

/// How many thousandths a number is, if it is so many and they fit.
pub fn thousandths(number: f64) -> Option<u32> {
    let thousandths = (number * 1000.0).round();
    let is_whole = (0.0..4e9).contains(&thousandths) && thousandths / 1000.0 == number && number.is_sign_positive();
    is_whole.then_some(thousandths as u32)
}

/// Adds so many thousandths without zeros at the end: `0.87`, `3`.
pub fn push_thousandths(line: &mut String, thousandths: u32) {
    push_count(line, thousandths / 1000);
    let mut rest = thousandths % 1000;
    if rest > 0 {
        line.push('.');
    }
    let mut place = 100;
    while rest > 0 {
        push_count(line, rest / place);
        (rest, place) = (rest % place, place / 10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written<N>(push: impl Fn(&mut String, N), number: N) -> String {
        let mut line = String::new();
        push(&mut line, number);
        line
    }

    #[test]
    fn numbers_are_as_displayed() {
        for number in [0, 7, 10, 99, 100, 4_294_967_295] {
            assert_eq!(written(push_count, number), number.to_string());
        }
        let reals = [
            0.0,
            -0.0,
            1.0,
            0.87,
            0.1 + 0.2,
            -2.5,
            0.001,
            0.005,
            0.0005,
            10.05,
            1e21,
            3_999_999.999,
            f64::NAN,
            f64::INFINITY,
        ];
        for number in reals {
            assert_eq!(written(push_real, number), number.to_string());
        }
        for thousandths in 0..20_000 {
            let number = f64::from(thousandths) / 1000.0;
            assert_eq!(written(push_real, number), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn any_number_is_as_displayed(number in any::<f64>(), count in any::<u32>(), part in 0.0_f64..100.0) {
            prop_assert_eq!(written(push_real, number), number.to_string());
            prop_assert_eq!(written(push_real, part), part.to_string());
            prop_assert_eq!(written(push_count, count), count.to_string());
        }

        #[test]
        fn the_first_mark_is_found(text in "[a-z]{0,40}(&[a-z&]{0,20})?") {
            let expected = text.find('&').unwrap_or(text.len());
            prop_assert_eq!(unmarked(text.as_bytes(), |byte| byte == b'&'), expected);
        }
    }
}

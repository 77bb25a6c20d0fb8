//! A raster inside an SVG: PNG by palette-free runs, then base64.

use super::raster::Raster;
use super::surface::UNITS_PER_PX;

fn crc32(bytes: &[u8]) -> u32 {
    let crc = bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    });
    !crc
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

/// Bits of a deflate stream, the least significant first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    // Called for every run of pixels.
    #[inline(always)]
    fn put(&mut self, value: u32, bits: u32) {
        self.pending |= value << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// A symbol of the fixed code (RFC 1951, 3.2.6), whose bits go in from the top.
    #[inline(always)]
    fn symbol(&mut self, symbol: u32) {
        let (code, bits) = match symbol {
            0..=143 => (0x30 + symbol, 8),
            144..=255 => (0x190 + symbol - 144, 9),
            256..=279 => (symbol - 256, 7),
            _ => (0xc0 + symbol - 280, 8),
        };
        self.put(code.reverse_bits() >> (32 - bits), bits);
    }
}

/// zlib (RFC 1950), with repeated bytes as the only matches.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut bits = Bits {
        bytes: vec![0x78, 0x01],
        ..Bits::default()
    };
    bits.put(0b011, 3);
    let mut i = 0;
    while i < data.len() {
        bits.symbol(u32::from(data[i]));
        let run = data[i + 1..]
            .iter()
            .take(258)
            .take_while(|&&b| b == data[i])
            .count();
        i += 1;
        if run >= 11 {
            // Lengths 11 to 258 in steps of their codes; distance 1 is code 0.
            let run = run as u32;
            let (code, extra, base) = match run {
                11..=18 => (265 + (run - 11) / 2, 1, 11),
                19..=34 => (269 + (run - 19) / 4, 2, 19),
                35..=66 => (273 + (run - 35) / 8, 3, 35),
                67..=130 => (277 + (run - 67) / 16, 4, 67),
                131..=257 => (281 + (run - 131) / 32, 5, 131),
                _ => (285, 0, 258),
            };
            bits.symbol(code);
            if extra > 0 {
                bits.put((run - base) & ((1 << extra) - 1), extra);
            }
            bits.put(0, 5);
            i += run as usize;
        }
    }
    bits.symbol(256);
    bits.put(0, 7);
    let mut out = bits.bytes;
    out.extend(adler32(data).to_be_bytes());
    out
}

/// A PNG of 8 bits a channel with alpha.
fn encode(raster: &Raster) -> Vec<u8> {
    let stride = raster.width as usize * 4;
    let mut filtered = Vec::with_capacity(raster.rgba.len() + raster.height as usize);
    let mut above = vec![0; stride];
    for line in raster.rgba.chunks_exact(stride.max(1)) {
        filtered.push(2);
        filtered.extend(
            line.iter()
                .zip(&above)
                .map(|(a, b): (&u8, &u8)| a.wrapping_sub(*b)),
        );
        above.copy_from_slice(line);
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(raster.width.to_be_bytes());
    header.extend(raster.height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    for (name, data) in [
        (b"IHDR", header),
        (b"IDAT", zlib(&filtered)),
        (b"IEND", Vec::new()),
    ] {
        let mut chunk = name.to_vec();
        chunk.extend(&data);
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(&chunk);
        out.extend(crc32(&chunk).to_be_bytes());
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            if i <= group.len() {
                out.push(char::from(LETTERS[(word >> (18 - 6 * i) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// The raster as an image of an SVG whose view box counts backend pixels.
pub(crate) fn image_tag(raster: &Raster) -> String {
    let units = f64::from(UNITS_PER_PX);
    let r = raster.rect;
    format!(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
         href=\"data:image/png;base64,{}\"/>",
        r.x * units,
        r.y * units,
        r.w * units,
        r.h * units,
        base64(&encode(raster))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_and_base64_match_their_published_examples() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }
}

//! A theme in the colours of the page around it, with its contrasts kept.

use super::theme::{Rgb, Theme};

/// What text needs against its ground (WCAG 2.2, 1.4.3).
const TEXT_CONTRAST: f64 = 4.5;
/// What a line that carries meaning needs (WCAG 2.2, 1.4.11).
const LINE_CONTRAST: f64 = 3.0;

const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
const BLACK: Rgb = Rgb(0, 0, 0);

impl Rgb {
    /// `#rrggbb`; anything else is None.
    pub fn from_hex(text: &str) -> Option<Rgb> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Rgb(r, g, b))
    }

    /// `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Whether white can be read on this colour better than black.
    pub fn is_dark(self) -> bool {
        self.contrast(WHITE) > self.contrast(BLACK)
    }

    /// Letters that can be read on this colour: black or white.
    pub fn letters(self) -> Rgb {
        if self.contrast(WHITE) >= TEXT_CONTRAST {
            WHITE
        } else {
            BLACK
        }
    }
}

impl Theme {
    /// The same on another ground with other text. Text too faint to be read on that ground is
    /// not taken; what lies between the two is mixed anew, with its contrast.
    pub fn with_colours(mut self, background: Rgb, text: Rgb) -> Theme {
        if (background, text) == (self.background, self.text) {
            return self;
        }
        self.background = background;
        self.text = [text, self.text, Theme::light().text, Theme::dark().text]
            .into_iter()
            .find(|text| text.contrast(background) >= TEXT_CONTRAST)
            .unwrap_or(background.letters());
        self.muted = self.faded(0.32, TEXT_CONTRAST);
        self.axis = self.text.mix(background, 0.68);
        self.measured = self.text.mix(background, 0.58);
        self
    }

    /// The text colour as far towards the ground as `most`, or as the contrast allows.
    pub fn faded(&self, most: f64, contrast: f64) -> Rgb {
        (0..=20)
            .rev()
            .map(|i| self.text.mix(self.background, most * f64::from(i) / 20.0))
            .find(|c| c.contrast(self.background) >= contrast)
            .unwrap_or(self.text)
    }

    /// The colour of what asks to be pressed, unless the page has one.
    pub fn accent(&self) -> Rgb {
        let own = if self.background.is_dark() {
            Rgb(0x7c, 0xc0, 0xf5)
        } else {
            Rgb(0, 0x5a, 0x9c)
        };
        self.until(own, TEXT_CONTRAST)
    }

    /// What is drawn around a field that can be typed in.
    pub fn field_edge(&self) -> Rgb {
        self.faded(0.5, LINE_CONTRAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_reads_what_it_writes_and_nothing_else() {
        for colour in [Rgb(0, 0, 0), Rgb(1, 2, 255), WHITE] {
            assert_eq!(Rgb::from_hex(&colour.hex()), Some(colour));
        }
        for text in [
            "", "#fff", "ffffff", "#gggggg", "#+12345", "red", "#ffffff ",
        ] {
            assert_eq!(Rgb::from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn a_theme_of_its_own_colours_stays_as_it_is() {
        for theme in [Theme::light(), Theme::dark()] {
            let (ground, text) = (theme.background, theme.text);
            assert_eq!(theme.clone().with_colours(ground, text), theme);
        }
    }

    #[test]
    fn any_ground_and_text_give_contrast() {
        let levels = [0, 60, 118, 128, 190, 255];
        let colours = || {
            levels
                .into_iter()
                .flat_map(move |r| levels.into_iter().map(move |g| Rgb(r, g, 255 - r / 2)))
        };
        for ground in colours() {
            for text in colours().step_by(5) {
                for base in [Theme::light(), Theme::dark()] {
                    let theme = base.with_colours(ground, text);
                    let place = format!("{text:?} on {ground:?}");
                    for letters in [theme.text, theme.muted] {
                        assert!(letters.contrast(ground) >= 4.5, "{place}: {letters:?}");
                    }
                    assert!(theme.accent().contrast(ground) >= 4.5, "{place}");
                    assert!(theme.field_edge().contrast(ground) >= 3.0, "{place}");
                    for k in 0..10 {
                        assert!(theme.category_edge(k).contrast(ground) >= 3.0, "{place}");
                        assert!(theme.category_text(k).contrast(ground) >= 4.5, "{place}");
                    }
                    if text.contrast(ground) >= TEXT_CONTRAST {
                        assert_eq!(theme.text, text);
                    }
                }
            }
        }
    }

    #[test]
    fn own_colours_of_categories_keep_their_edges() {
        let mut theme = Theme::light();
        theme.categories[1] = Some(Rgb(0xff, 0xff, 0xe0));
        assert_eq!(theme.category(1), Rgb(0xff, 0xff, 0xe0));
        assert_eq!(theme.category(0), Theme::light().category(0));
        assert!(theme.category_edge(1).contrast(theme.background) >= 3.0);
        assert_eq!(theme.category_text(1), theme.text);
        assert!(!theme.hatched(1));
        theme.categories[9] = Some(Rgb(0x80, 0, 0x80));
        assert!(theme.hatched(8) && !theme.hatched(9));
    }
}

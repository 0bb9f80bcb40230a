//! What a JPEG or WebP file says about its picture: a description and an author, as EXIF fields.

use super::Metadata;

/// The field `ImageDescription` (EXIF 2.32, section 4.6.4).
const DESCRIPTION: u16 = 0x010E;
/// The field `Artist`.
const ARTIST: u16 = 0x013B;
/// The type of both: bytes of text that end with a zero. Readers take them for UTF-8.
const TEXT: u16 = 2;
/// A field of the directory: tag, type, length, place.
const FIELD: usize = 12;

/// Writes the fields as a TIFF structure of one directory, little end first; `None` where there are none.
pub(super) fn fields(metadata: &Metadata) -> Option<Vec<u8>> {
    let fields = [(DESCRIPTION, &metadata.description), (ARTIST, &metadata.author)];
    let fields: Vec<(u16, &String)> = fields.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    if fields.is_empty() {
        return None;
    }
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    let mut place = file.len() + 2 + fields.len() * FIELD + 4;
    let mut texts: Vec<u8> = Vec::new();
    file.extend((fields.len() as u16).to_le_bytes());
    for (tag, text) in fields {
        let mut bytes = text.replace('\0', "").into_bytes();
        bytes.push(0);
        let length = bytes.len() as u32;
        file.extend(tag.to_le_bytes());
        file.extend(TEXT.to_le_bytes());
        file.extend(length.to_le_bytes());
        if bytes.len() <= 4 {
            // So short a text stands in the field itself.
            bytes.resize(4, 0);
            file.extend(bytes);
            continue;
        }
        // Places are even.
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        file.extend((place as u32).to_le_bytes());
        place += bytes.len();
        texts.extend(bytes);
    }
    file.extend([0; 4]);
    file.extend(texts);
    Some(file)
}

/// Reads the fields that [`fields`] writes; `None` where they are not such a structure.
pub(super) fn read(file: &[u8]) -> Option<Metadata> {
    let directory = file.strip_prefix(b"II*\0\x08\0\0\0")?;
    let (count, rest) = directory.split_first_chunk()?;
    let mut metadata = Metadata::default();
    for field in rest.chunks_exact(FIELD).take(usize::from(u16::from_le_bytes(*count))) {
        let number = |at: usize| u32::from_le_bytes([field[at], field[at + 1], field[at + 2], field[at + 3]]);
        let (tag, length, place) = (number(0) as u16, number(4) as usize, number(8) as usize);
        let bytes = if length <= 4 { field.get(8..8 + length) } else { file.get(place..)?.get(..length) };
        let text = String::from_utf8_lossy(bytes?).trim_end_matches('\0').to_owned();
        match tag {
            DESCRIPTION => metadata.description = text,
            ARTIST => metadata.author = text,
            _ => {}
        }
    }
    Some(metadata)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_where_their_fields_say() {
        let metadata =
            Metadata { title: String::new(), author: "Ada Brook".into(), description: "“Salt.”".into() };
        let file = fields(&metadata).unwrap();
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        let text = |field: usize| {
            let at = 10 + field * FIELD;
            let (length, place) = (number(at + 4), number(at + 8));
            std::str::from_utf8(&file[place..place + length - 1]).unwrap()
        };
        assert_eq!((text(0), text(1)), ("“Salt.”", "Ada Brook"));
        assert_eq!(fields(&Metadata::default()), None);
    }
}

package artifacts

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/demo"
)

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))))
	return out.Bytes()
}

func TestAnIconIsDecodedAndEncodedAnew(t *testing.T) {
	var photo bytes.Buffer
	must(t, jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 96, 96)), nil))
	picture := pngOf(t, 96, 64)
	// A comment of a PNG, before its end: it must not come out again.
	chunk := append([]byte{0, 0, 0, 10}, "tEXtkey\x00canary"...)
	chunk = binary.BigEndian.AppendUint32(chunk, 0)
	chunk = binary.BigEndian.AppendUint32(chunk[:len(chunk)-4], crc32.ChecksumIEEE(chunk[4:len(chunk)-4]))
	commented := append(append(bytes.Clone(picture[:len(picture)-12]), chunk...), picture[len(picture)-12:]...)
	for name, c := range map[string]struct {
		data          []byte
		width, height int
	}{"PNG": {picture, 96, 64}, "JPEG": {photo.Bytes(), 96, 96}, "PNG with a comment": {commented, 96, 64}, "PNG with more after it": {append(bytes.Clone(picture), "<script>canary"...), 96, 64}} {
		icon, err := DecodeIcon(c.data)
		must(t, err)
		if _, format, err := image.Decode(bytes.NewReader(icon.PNG)); err != nil || format != "png" || icon.Width != c.width || icon.Height != c.height {
			t.Errorf("%s: %s of %d × %d, %v", name, format, icon.Width, icon.Height, err)
		}
		if bytes.Contains(icon.PNG, []byte("canary")) {
			t.Errorf("%s: something else came along", name)
		}
	}
}

func TestOtherIconsAreRefusedWithTheCure(t *testing.T) {
	bomb := pngOf(t, 8, 8)
	binary.BigEndian.PutUint32(bomb[16:], 60000) // width
	binary.BigEndian.PutUint32(bomb[20:], 60000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	var moving bytes.Buffer
	must(t, gif.Encode(&moving, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	damaged := pngOf(t, 90, 90)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"too many bytes":    {make([]byte, MaxIconBytes+1), "at most 20480 are taken: save it smaller"},
		"too wide":          {pngOf(t, 97, 96), "97 × 96 pixels, and at most 96 × 96 are taken: scale it down"},
		"too high":          {pngOf(t, 96, 97), "scale it down"},
		"a bomb":            {bomb, "60000 × 60000 pixels"},
		"SVG":               {[]byte(`<svg onload="alert(1)"/>`), "the icon is an SVG, which can hold scripts: export it as a PNG of at most 96 × 96 pixels"},
		"SVG after a line":  {[]byte("\n<?xml version=\"1.0\"?><!-- --><svg/>"), "is an SVG"},
		"SVG with a mark":   {[]byte("\xef\xbb\xbf<SVG/>"), "is an SVG"},
		"GIF":               {moving.Bytes(), "neither a PNG nor a JPEG: save it as a PNG"},
		"text":              {[]byte("hello"), "neither a PNG nor a JPEG"},
		"nothing":           {nil, "neither a PNG nor a JPEG"},
		"half of a picture": {damaged[:len(damaged)/2], "damaged"},
	} {
		if _, err := DecodeIcon(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want one with %q", name, err, c.want)
		}
	}
}

func TestIconsAreKeptByDigest(t *testing.T) {
	s := open(t, Options{})
	data, err := demo.Icon()
	must(t, err)
	icon, err := DecodeIcon(data)
	must(t, err)
	first, err := s.PutIcon(icon)
	must(t, err)
	again, err := s.PutIcon(icon)
	must(t, err)
	kept, err := s.Icon(first)
	must(t, err)
	if first != again || !bytes.Equal(kept, icon.PNG) {
		t.Errorf("%s, then %s", first, again)
	}
}

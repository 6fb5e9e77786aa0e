package report

import (
	"strings"
	"unicode"

	"github.com/chandler-dev/chandler/internal/ansi"
)

// tabWidth is how many columns a tab is shown with, wherever it stands.
const tabWidth = 4

// excerpt is a line as it is shown, with the place in it that is underlined, in columns from 0.
type excerpt struct {
	text         string
	start, width int
}

// cell is a character as it is shown.
type cell struct {
	text  string
	width int
}

// excerptOf shows the part of a line around a place that fits into some columns: column is counted in characters from
// 1, as problems count it.
func excerptOf(line string, column, columns int) excerpt {
	runes := []rune(strings.TrimRight(line, " \t"))
	from := min(max(column-1, 0), len(runes))
	columns = min(columns, maxAround)
	runes, from = around(runes, from)
	to := min(from+extent(runes, from), len(runes))
	cells := make([]cell, len(runes))
	for i, r := range runes {
		cells[i] = shown(r)
	}
	first, last := window(cells, from, columns)
	e := excerpt{start: widthOf(cells[first:from]), width: max(widthOf(cells[from:max(min(to, last), from)]), 1)}
	if first > 0 {
		e.text, e.start = "…", e.start+1
	}
	for _, c := range cells[first:last] {
		e.text += c.text
	}
	if last < len(cells) {
		e.text += "…"
	}
	return e
}

// maxAround is how many characters on both sides of a place are looked at, and the most columns that are shown.
const maxAround = 500

// around cuts a very long line to what can be shown of it.
func around(line []rune, from int) (part []rune, at int) {
	first := max(from-maxAround, 0)
	return line[first:min(from+maxAround, len(line))], from - first
}

// shown gives a character as it is shown: what would command the terminal, or turn the order of the text around, is
// replaced.
func shown(r rune) cell {
	switch {
	case r == '\t':
		return cell{strings.Repeat(" ", tabWidth), tabWidth}
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return cell{"\ufffd", 1}
	}
	return cell{string(r), ansi.RuneWidth(r)}
}

// window chooses the cells to show: all, if they fit, else up to two thirds of the room from the place on, and what is
// left before it and, if there is still room, after. Room is kept for an ellipsis on both sides.
func window(cells []cell, from, columns int) (first, last int) {
	if widthOf(cells) <= columns {
		return 0, len(cells)
	}
	columns = max(columns-2, 8)
	last = fill(cells, from, columns-columns/3)
	first = from
	for room := columns - widthOf(cells[from:last]); first > 0 && cells[first-1].width <= room; first-- {
		room -= cells[first-1].width
	}
	return first, fill(cells, first, columns)
}

// fill gives the end of the cells from first on that fit into some columns.
func fill(cells []cell, first, columns int) int {
	last := first
	for last < len(cells) && cells[last].width <= columns {
		columns -= cells[last].width
		last++
	}
	return last
}

func widthOf(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

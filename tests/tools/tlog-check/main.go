// Command tlog-check reads what our C# log wrote and checks it with somebody else's Merkle tree and note code: golang.org/x/mod/sumdb.
//
// The directory given holds
//
//	vkey           verifier key of the log
//	entries        one entry a line, base64
//	tile/...       hash tiles of the whole tree, C2SP tlog-tiles layout
//	notes/<n>      signed checkpoint of size n, for every n from 1 to the number of entries; may carry cosignatures (type 4), which this
//	               package does not know: they must not keep it from verifying the log's own signature
//	proofs/<n>     lines "inclusion <index> <base64>..." and "consistency <older size> <base64>..." for the tree of size n
//
// It recomputes every hash from the entries, never from the tiles, and stops with exit code 1 at the first thing it does not agree with.
// Build without modules, on Debian: apt-get install golang-go golang-golang-x-mod-dev; GO111MODULE=off GOPATH=/usr/share/gocode go build.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// height of C2SP tiles: 2^8 hashes each.
const height = 8

type log struct {
	dir     string
	stored  []tlog.Hash // as tlog stores hashes
	records []tlog.Hash // leaf hash of each entry
	roots   []tlog.Hash // roots[n] is the root of the first n entries
}

// ReadHashes implements tlog.HashReader over the hashes recomputed from the entries.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(l.stored)) {
			return nil, fmt.Errorf("hash %d is not there", index)
		}
		hashes[i] = l.stored[index]
	}
	return hashes, nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tlog-check directory")
		os.Exit(2)
	}
	summary, err := check(os.Args[1])
	if err != nil {
		fmt.Println("REFUSED:", err)
		os.Exit(1)
	}
	fmt.Println("AGREED:", summary)
}

func check(dir string) (string, error) {
	l, err := load(dir)
	if err != nil {
		return "", err
	}
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return "", err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return "", err
	}
	var inclusions, consistencies, tiles, cosignatures int
	for n := int64(1); n <= int64(len(l.records)); n++ {
		u, err := l.checkNote(n, verifier)
		if err != nil {
			return "", fmt.Errorf("note of size %d: %w", n, err)
		}
		i, c, err := l.checkProofs(n)
		if err != nil {
			return "", fmt.Errorf("proofs of size %d: %w", n, err)
		}
		t, err := l.checkTiles(n)
		if err != nil {
			return "", fmt.Errorf("tiles of size %d: %w", n, err)
		}
		inclusions, consistencies, tiles, cosignatures = inclusions+i, consistencies+c, tiles+t, cosignatures+u
	}
	return fmt.Sprintf("%d sizes, %d inclusion proofs, %d consistency proofs, %d tiles, %d cosignatures passed over",
		len(l.records), inclusions, consistencies, tiles, cosignatures), nil
}

func load(dir string) (*log, error) {
	text, err := os.ReadFile(filepath.Join(dir, "entries"))
	if err != nil {
		return nil, err
	}
	l := &log{dir: dir, roots: []tlog.Hash{{}}}
	for n, line := range strings.Fields(string(text)) {
		entry, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return nil, err
		}
		hashes, err := tlog.StoredHashes(int64(n), entry, l)
		if err != nil {
			return nil, err
		}
		l.stored = append(l.stored, hashes...)
		l.records = append(l.records, tlog.RecordHash(entry))
		root, err := tlog.TreeHash(int64(n+1), l)
		if err != nil {
			return nil, err
		}
		l.roots = append(l.roots, root)
	}
	return l, nil
}

// checkNote returns how many signatures of unknown keys the note carries beside the log's.
func (l *log) checkNote(n int64, verifier note.Verifier) (int, error) {
	signed, err := os.ReadFile(filepath.Join(l.dir, "notes", strconv.FormatInt(n, 10)))
	if err != nil {
		return 0, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return 0, err
	}
	want := fmt.Sprintf("%s\n%d\n%s\n", verifier.Name(), n, l.roots[n])
	if opened.Text != want {
		return 0, fmt.Errorf("text is %q, want %q", opened.Text, want)
	}
	return len(opened.UnverifiedSigs), nil
}

func (l *log) checkProofs(n int64) (inclusions, consistencies int, err error) {
	text, err := os.ReadFile(filepath.Join(l.dir, "proofs", strconv.FormatInt(n, 10)))
	if err != nil {
		return 0, 0, err
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		words := strings.Split(line, " ")
		if len(words) < 2 {
			return 0, 0, fmt.Errorf("line %q", line)
		}
		m, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			return 0, 0, err
		}
		var proof []tlog.Hash
		for _, word := range words[2:] {
			hash, err := tlog.ParseHash(word)
			if err != nil {
				return 0, 0, err
			}
			proof = append(proof, hash)
		}
		switch words[0] {
		case "inclusion":
			inclusions++
			err = tlog.CheckRecord(proof, n, l.roots[n], m, l.records[m])
		case "consistency":
			consistencies++
			err = tlog.CheckTree(proof, n, l.roots[n], m, l.roots[m])
		default:
			err = fmt.Errorf("line %q", line)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("%s %d: %w", words[0], m, err)
		}
	}
	if inclusions == 0 || consistencies == 0 {
		return 0, 0, fmt.Errorf("none of a kind")
	}
	return inclusions, consistencies, nil
}

// checkTiles compares every tile of size n with the same-width prefix of the tile stored for the whole tree.
func (l *log) checkTiles(n int64) (int, error) {
	tiles := tlog.NewTiles(height, 0, n)
	for _, tile := range tiles {
		want, err := tlog.ReadTileData(tile, l)
		if err != nil {
			return 0, err
		}
		got, err := l.readWidest(tile)
		if err != nil {
			return 0, err
		}
		if len(got) < len(want) || !bytes.Equal(got[:len(want)], want) {
			return 0, fmt.Errorf("%s differs", tile.Path())
		}
	}
	return len(tiles), nil
}

// readWidest reads the tile at the width it has in the whole tree. tlog names tiles tile/<height>/<L>/..., C2SP leaves the height out.
func (l *log) readWidest(tile tlog.Tile) ([]byte, error) {
	count := int64(len(l.records)) >> (height * tile.L)
	tile.W = 1 << height
	if rest := count - tile.N<<height; rest < int64(tile.W) {
		tile.W = int(rest)
	}
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	bytes, err := os.ReadFile(filepath.Join(l.dir, filepath.FromSlash(path)))
	if err == nil && len(bytes) != tile.W*tlog.HashSize {
		err = fmt.Errorf("%s has %d bytes", path, len(bytes))
	}
	return bytes, err
}

using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class The_tree
{
    /// <summary>Roots of the RFC 6962 test inputs; the SHA-256 ones are those of certificate transparency.</summary>
    private static readonly Dictionary<TreeHash, string[]> roots = new()
    {
        [TreeHash.Sha256] =
        [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ],
        [TreeHash.Sm3] =
        [
            "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
            "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf",
            "0b990fe0c7ad70f1bf1a1262f2c7908ea48146b14253a6db99f2917ab1f5cc4d",
            "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56",
            "28e4e307ef6d2d0c62d84b11ef96e835efe490f35b93c8f024ecfe38c8dd4377",
            "bb10c996aeebbcdc69be3715fc847344de77442d37a5ab8213da9f41785b103b",
            "8723c1ab1f82ddfba4a3733ac0c80d936d9f4c208c7dbc8cc81ca9fff8584f66",
            "bd36c22a1ac6ff4308e0c3cc1a85bf0ffa30538ec60a55c70413ab15d45db4d2",
            "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38",
        ],
    };

    public static readonly TheoryData<string> Hashes = ["SHA-256", "SM3"];

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Has_the_roots_of_the_rfc_inputs(string name)
    {
        var hash = Named(name);
        var leaves = NaiveTree.RfcInputs.Select(input => hash.Leaf(input)).ToArray();
        for (var n = 0; n <= 8; n++)
        {
            var (frontier, tiles) = NaiveTree.Grow(hash, leaves.Take(n));
            Assert.Equal(roots[hash][n], NaiveTree.Hex(frontier.Root()));
            Assert.Equal(roots[hash][n], NaiveTree.Hex(new TiledTree(hash, n, tiles).Root(n)));
        }
    }

    [Fact]
    public void Makes_the_published_sha256_proofs()
    {
        var tree = OfRfcInputs(TreeHash.Sha256);
        Assert.Equal(
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", roots[TreeHash.Sha256][4],
            ],
            tree.InclusionProof(5, 8).Select(NaiveTree.Hex));
        Assert.Equal(
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", roots[TreeHash.Sha256][4],
            ],
            tree.ConsistencyProof(6, 8).Select(NaiveTree.Hex));
        Assert.Equal(
            [
                "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
                "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7", roots[TreeHash.Sha256][2],
                "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
            ],
            tree.ConsistencyProof(3, 7).Select(NaiveTree.Hex));
    }

    [Fact]
    public void Makes_the_published_sm3_proof() => Assert.Equal(
        [
            "a798bfdb4164a6c7b41a6faecc5c3155cf04d38929dcbd4fe21dea29071aac64",
            "155f6ed4ccfa83510c9416c99b48f41aa5b12e443546bee1b501a7b281e5132a", roots[TreeHash.Sm3][4],
        ],
        OfRfcInputs(TreeHash.Sm3).InclusionProof(5, 8).Select(NaiveTree.Hex));

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Proves_every_pair_up_to_80_entries_and_nothing_else(string name)
    {
        var hash = Named(name);
        var leaves = Enumerable.Range(0, 80).Select(i => hash.Leaf([(byte)i])).ToArray();
        var tree = new TiledTree(hash, 80, NaiveTree.Grow(hash, leaves).Tiles);
        var root = Enumerable.Range(0, 81).Select(n => NaiveTree.Root(hash, leaves.AsSpan(0, n))).ToArray();
        for (var n = 1; n <= 80; n++)
        {
            Assert.Equal(root[n], tree.Root(n));
            for (var m = 0; m < n; m++)
            {
                var path = tree.InclusionProof(m, n);
                Assert.True(TreeProof.VerifyInclusion(hash, m, n, leaves[m], path, root[n]));
                Assert.False(TreeProof.VerifyInclusion(hash, m, n, leaves[(m + 1) % 80], path, root[n]));
                Assert.False(TreeProof.VerifyInclusion(hash, m, n, leaves[m], path, root[n - 1]));
                Assert.False(TreeProof.VerifyInclusion(hash, m + 1, n, leaves[m], path, root[n]));
                Assert.False(TreeProof.VerifyInclusion(hash, m, n, leaves[m], [.. path, root[1]], root[n]));
                var proof = tree.ConsistencyProof(m, n);
                Assert.True(TreeProof.VerifyConsistency(hash, m, n, proof, root[m], root[n]));
                Assert.False(TreeProof.VerifyConsistency(hash, m, n, proof, root[m + 1], root[n]));
                Assert.False(TreeProof.VerifyConsistency(hash, m, n, [.. proof, root[1]], root[m], root[n]));
                if (m == 0) continue; // Every tree appends to the empty one.
                Assert.False(TreeProof.VerifyConsistency(hash, m, n, proof, root[m], root[n - 1]));
                Assert.False(TreeProof.VerifyConsistency(hash, m, n, proof[1..], root[m], root[n]));
            }
        }
    }

    [Fact]
    public void Refuses_proofs_outside_its_bounds()
    {
        var root = TreeHash.Sha256.Empty();
        Assert.False(TreeProof.VerifyInclusion(TreeHash.Sha256, 0, 0, root, [], root));
        Assert.False(TreeProof.VerifyInclusion(TreeHash.Sha256, -1, 1, root, [], root));
        Assert.False(TreeProof.VerifyInclusion(TreeHash.Sha256, 0, 2, root, [new byte[31]], root));
        Assert.False(TreeProof.VerifyConsistency(TreeHash.Sha256, 2, 1, [], root, root));
        Assert.False(TreeProof.VerifyConsistency(TreeHash.Sha256, -1, 1, [], root, root));
        Assert.False(TreeProof.VerifyConsistency(TreeHash.Sha256, 0, 1, [], new byte[32], root));
        Assert.False(TreeProof.VerifyConsistency(TreeHash.Sha256, 1, 2, [], root, root));
        Assert.True(TreeProof.VerifyConsistency(TreeHash.Sha256, 3, 3, [], root, root));
    }

    [Theory]
    [InlineData("SHA-256", 70_000, 1)]
    [InlineData("SHA-256", 65_536, 2)]
    [InlineData("SHA-256", 0, 3)]
    [InlineData("SHA-256", 0, 4)]
    [InlineData("SM3", 0, 5)]
    [InlineData("SM3", 257, 6)]
    public void Read_from_its_tiles_is_the_tree_of_the_definition(string name, int size, int seed)
    {
        var hash = Named(name);
        var random = new Random(seed);
        var n = size > 0 ? size : random.Next(1, hash == TreeHash.Sm3 ? 20_000 : 70_000);
        var leaves = Enumerable.Range(0, n).Select(_ => Bytes(random)).ToArray();
        var (frontier, tiles) = NaiveTree.Grow(hash, leaves);
        var tree = new TiledTree(hash, n, tiles);
        var root = NaiveTree.Root(hash, leaves);
        Assert.Equal(root, frontier.Root());
        Assert.Equal(root, tree.Root(n));
        Assert.Equal(root, Frontier.Restore(hash, n, tiles).Root());
        for (var round = 0; round < 20; round++)
        {
            var m = random.Next(1, n + 1);
            var index = random.Next(m);
            var older = NaiveTree.Root(hash, leaves.AsSpan(0, m));
            Assert.Equal(older, tree.Root(m));
            Assert.True(TreeProof.VerifyInclusion(hash, index, m, leaves[index], tree.InclusionProof(index, m), older), $"{name} seed {seed}: {index} of {m}");
            Assert.True(TreeProof.VerifyConsistency(hash, m, n, tree.ConsistencyProof(m, n), older, root), $"{name} seed {seed}: {m} to {n}");
        }
    }

    [Fact]
    public void Goes_on_from_its_tiles_as_if_it_had_never_stopped()
    {
        var leaves = Enumerable.Range(0, 700).Select(i => Leaf.Hash([(byte)i, (byte)(i >> 8)])).ToArray();
        for (var stop = 0; stop <= 700; stop += 35)
        {
            var resumed = Frontier.Restore(TreeHash.Sha256, stop, NaiveTree.Grow(TreeHash.Sha256, leaves.Take(stop)).Tiles);
            List<TileHash> emitted = [];
            foreach (var leaf in leaves.Skip(stop)) resumed.Append(leaf, emitted);
            Assert.Equal(NaiveTree.Root(TreeHash.Sha256, leaves), resumed.Root());
        }
    }

    [Fact]
    public void Says_which_tile_is_missing_or_short()
    {
        var tiles = NaiveTree.Grow(TreeHash.Sha256, Enumerable.Repeat(new byte[32], 70_000)).Tiles;
        foreach (var (level, tile, width) in Tiles.All(70_000).Where(t => t.Tile is 0 or 273))
        {
            var lacking = new Lacking(tiles, level, tile, []);
            var missing = Assert.Throws<TileMissingException>(() => ReadAll(lacking));
            Assert.Equal(TilePath.Of(level, tile), missing.Path);
            Assert.Throws<TileMissingException>(() => ReadAll(lacking with { Instead = new byte[width * 32 - 1] }));
        }

        static void ReadAll(ITileSource source)
        {
            var tree = new TiledTree(TreeHash.Sha256, 70_000, source);
            tree.InclusionProof(0, 70_000);
            tree.InclusionProof(69_999, 70_000);
        }
    }

    private static TiledTree OfRfcInputs(TreeHash hash) =>
        new(hash, 8, NaiveTree.Grow(hash, NaiveTree.RfcInputs.Select(input => hash.Leaf(input))).Tiles);

    private static TreeHash Named(string name) => name == "SM3" ? TreeHash.Sm3 : TreeHash.Sha256;

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Lacking(ITileSource Tiles, int Level, long Tile, byte[] Instead) : ITileSource
    {
        public byte[]? Read(int level, long tile, int width) =>
            (level, tile) != (Level, Tile) ? Tiles.Read(level, tile, width) : Instead.Length == 0 ? null : Instead;
    }
}

using System.Text;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Tests.Shared;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d", "1[a|b] 2[c|d]")]
    [InlineData("a,b\r\nc,d\r\n", "1[a|b] 2[c|d]")]
    [InlineData("a,b\rc,d\r", "1[a|b] 2[c|d]")]
    [InlineData("\n\n a\n \t\nb", "3[ a] 5[b]")]
    [InlineData("a,\n,b\n,\n", "1[a|] 2[|b] 3[|]")]
    [InlineData("\"a\",\"b,c\"\"d\"\nx", "1[a|b,c\"d] 2[x]")]
    [InlineData("\"one\ntwo\r\nthree\rfour\",b\nx", "1[one\ntwo\r\nthree\rfour|b] 5[x]")]
    [InlineData("\"\",\"\"\"\"", "1[|\"]")]
    [InlineData("a\"b,c\nx", "1 StrayQuote 2[x]")]
    [InlineData("\"a\"b,c\nx", "1 StrayQuote 2[x]")]
    [InlineData("x\n\"a,b\nc,d\n", "1[x] 2 UnclosedQuote")]
    [InlineData("x\na,\"b\n\",\"c\nd", "1[x] 3 UnclosedQuote")]
    [InlineData("x\na\0,b\ny", "1[x] 2 NulCharacter 3[y]")]
    [InlineData("配额,é", "1[配额|é]")]
    [InlineData("", "")]
    public async Task ReadAsync_Text_GivesRecordsWithTheirLines(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var chunk = 1; chunk <= bytes.Length + 1; chunk++) Assert.Equal(expected, await ReadAsync(new ChunkStream(bytes, chunk)));
    }

    [Fact]
    public async Task ReadAsync_NotUtf8_IsAFaultOfItsRecord() =>
        Assert.Equal("1[a] 2 NotUtf8 3[b]", await ReadAsync(new MemoryStream([.. "a\nB\u00fcro"u8[..3], 0xFC, .. "ro\nb"u8])));

    [Fact]
    public async Task ReadAsync_RecordLongerThanTheLimit_IsSkippedAndTheRestRead()
    {
        var text = $"a\n{new string('x', CsvReader.MaxRecordBytes + 1)}\r\nb\n{string.Join(',', Enumerable.Repeat("", CsvReader.MaxFields + 1))}\nc";

        Assert.Equal("1[a] 2 RecordTooLong 3[b] 4 RecordTooLong 5[c]", await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task ReadAsync_LongLinesAtEveryOffset_AreCountedOnce()
    {
        // The line end falls on every place of the buffer's edge.
        for (var extra = 0; extra < 6; extra++)
        {
            var text = $"{new string('x', (2 * CsvReader.MaxRecordBytes) - 3 + extra)}\r\nb";
            Assert.Equal("1 RecordTooLong 2[b]", await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        }
    }

    [Fact]
    public async Task ReadAsync_QuotedFieldLongerThanTheLimit_StopsAtTheLineItOpens()
    {
        var text = $"a\n\"{string.Concat(Enumerable.Repeat("x\n", CsvReader.MaxRecordBytes))}\"\nb";

        Assert.Equal("1[a] 2 UnclosedQuote", await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task ReadAsync_MoreThanTheLimitOfText_Stops()
    {
        var reader = new CsvReader(new MemoryStream(new byte[1_000_000]), maxBytes: 1000);

        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(CsvFault.TextTooLong, reader.Fault);
        Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var reader = new CsvReader(stream);
        List<string> records = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var fields = Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString());
            records.Add(reader.Fault == CsvFault.None ? $"{reader.Line}[{string.Join('|', fields)}]" : $"{reader.Line} {reader.Fault}");
        }

        return string.Join(' ', records);
    }

    /// <summary>Gives a few bytes a read, as a network would.</summary>
    private sealed class ChunkStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}

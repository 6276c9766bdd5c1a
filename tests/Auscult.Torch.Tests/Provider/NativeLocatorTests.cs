using Auscult.Torch.Interop;

namespace Auscult.Torch.Tests.Provider;

[Collection(Serial.Name)]
public class NativeLocatorTests
{
    [Fact]
    public void OtherLibrariesAreLeftToTheRuntime() =>
        NativeLocator.Resolve("sqlite3", typeof(NativeLocator).Assembly, null).ShouldBe(IntPtr.Zero);

    [Fact]
    public void DamagedLibrarySaysWhatToType()
    {
        var file = Path.Combine(Path.GetTempPath(), $"auscult-{Guid.NewGuid():N}.so");
        File.WriteAllText(file, "not a library");
        var previous = Environment.GetEnvironmentVariable("AUSCULT_TORCH_NATIVE");
        Environment.SetEnvironmentVariable("AUSCULT_TORCH_NATIVE", file);
        try
        {
            var message = Should.Throw<DllNotFoundException>(
                () => NativeLocator.Resolve("auscult_torch", typeof(NativeLocator).Assembly, null)).Message;
            message.ShouldContain(file);
            message.ShouldContain("make setup");
            message.ShouldNotContain("\n");
        }
        finally
        {
            Environment.SetEnvironmentVariable("AUSCULT_TORCH_NATIVE", previous);
            File.Delete(file);
        }
    }
}

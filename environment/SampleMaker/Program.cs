using MusicRec.Data.Sample;

// Writes data/sample anew. Run from the root of the repository, or name another folder:
// dotnet run -c Release --project environment/SampleMaker [folder]
string folder = args.Length > 0 ? args[0] : Path.Combine("data", "sample");
SampleWorld.Write(folder);
Console.WriteLine($"Wrote the made-up sample to {Path.GetFullPath(folder)}.");

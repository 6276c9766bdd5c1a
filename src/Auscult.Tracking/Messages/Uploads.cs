namespace Auscult.Tracking.Messages;

/// <summary><c>mpu/create</c>.</summary>
public sealed record CreateMultipartUpload(string Path, long NumParts);

/// <summary>Where the parts of a file go.</summary>
public sealed record CreateMultipartUploadAnswer(string UploadId, IReadOnlyList<PartAddress>? Credentials);

/// <summary>Where one part goes.</summary>
public sealed record PartAddress(string Url, long PartNumber, IReadOnlyDictionary<string, string>? Headers);

/// <summary><c>mpu/complete</c> and <c>mpu/abort</c>.</summary>
public sealed record EndMultipartUpload(string Path, string UploadId, IReadOnlyList<UploadedPart>? Parts = null);

/// <summary>One part that arrived.</summary>
public sealed record UploadedPart(long PartNumber, string Etag, string Url);

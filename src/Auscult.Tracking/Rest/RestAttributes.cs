namespace Auscult.Tracking.Rest;

/// <summary>How a method of a REST interface is called: Refit's attribute of the same name (docs/adr/0006-mlflow-over-rest.md).</summary>
/// <param name="verb">The HTTP verb.</param>
/// <param name="path">Path from the server's root; <c>{name}</c> is replaced by the argument of that name, <c>{**name}</c> by a
/// path.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class HttpMethodAttribute(HttpMethod verb, string path) : Attribute
{
    /// <summary>The HTTP verb.</summary>
    public HttpMethod Verb { get; } = verb;

    /// <summary>Path from the server's root.</summary>
    public string Path { get; } = path;
}

/// <summary>A GET; arguments that are not in the path go behind the question mark.</summary>
/// <param name="path">Path from the server's root.</param>
public sealed class GetAttribute(string path) : HttpMethodAttribute(HttpMethod.Get, path);

/// <summary>A POST.</summary>
/// <param name="path">Path from the server's root.</param>
public sealed class PostAttribute(string path) : HttpMethodAttribute(HttpMethod.Post, path);

/// <summary>A PATCH.</summary>
/// <param name="path">Path from the server's root.</param>
public sealed class PatchAttribute(string path) : HttpMethodAttribute(HttpMethod.Patch, path);

/// <summary>A DELETE.</summary>
/// <param name="path">Path from the server's root.</param>
public sealed class DeleteAttribute(string path) : HttpMethodAttribute(HttpMethod.Delete, path);

/// <summary>The argument is sent as JSON.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BodyAttribute : Attribute;

/// <summary>The argument goes behind the question mark, which it does anyway; null is left out.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueryAttribute : Attribute;

/// <summary>The name of an argument on the wire.</summary>
/// <param name="name">Such as <c>run_id</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AliasAsAttribute(string name) : Attribute
{
    /// <summary>Such as <c>run_id</c>.</summary>
    public string Name { get; } = name;
}

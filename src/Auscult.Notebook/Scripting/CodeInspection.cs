using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Auscult.Notebook.Scripting;

/// <summary>Says what a name in a cell is: its declaration and the summary of its documentation.</summary>
internal static class CodeInspection
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>What stands at <paramref name="position"/> (a UTF-16 index), or is being called there; null when it is nothing with a name.</summary>
    public static string? At(CSharpSession session, string code, int position)
    {
        var model = session.Model(code);
        var root = model.SyntaxTree.GetRoot();
        var token = root.FindToken(Math.Min(position, code.Length));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && position > 0)
            token = root.FindToken(position - 1);
        var symbols = Symbols(model, token.Parent);
        if (symbols.Length == 0 && token.Parent?.FirstAncestorOrSelf<ArgumentListSyntax>()?.Parent is InvocationExpressionSyntax call)
            symbols = Symbols(model, call.Expression);
        return symbols.Length == 0 ? null : Describe(symbols);
    }

    private static ISymbol[] Symbols(SemanticModel model, SyntaxNode? node)
    {
        if (node is null)
            return [];
        if (model.GetDeclaredSymbol(node) is { } declared)
            return [declared];
        var info = model.GetSymbolInfo(node);
        ISymbol[] found = info.Symbol is { } symbol ? [symbol] : [.. info.CandidateSymbols];
        return found is [IMethodSymbol { MethodKind: MethodKind.Constructor } constructor] && node is not ObjectCreationExpressionSyntax
            ? [constructor.ContainingType]
            : found;
    }

    private static string Describe(ISymbol[] symbols)
    {
        var text = new StringBuilder();
        foreach (var symbol in symbols.Take(5))
            text.Append(Kind(symbol)).AppendLine(symbol.ToDisplayString(Format));
        if (symbols.Length > 5)
            text.AppendLine($"and {symbols.Length - 5} more overloads");
        if (XmlDocumentation.Summary(symbols[0]) is { Length: > 0 } summary)
            text.AppendLine().AppendLine(summary);
        return text.ToString().TrimEnd();
    }

    private static string Kind(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IFieldSymbol { ContainingType.IsScriptClass: true } => "variable ",
        _ => "",
    };
}

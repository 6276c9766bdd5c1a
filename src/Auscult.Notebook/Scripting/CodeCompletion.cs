using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Auscult.Notebook.Scripting;

/// <summary>What can stand at a place of a cell.</summary>
/// <param name="Start">Where the word begins that a match replaces.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Matches">Names with their kinds, sorted by name.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<(string Name, string Kind)> Matches);

/// <summary>
/// Completion through the compiler's own knowledge: members after a dot, otherwise every name in scope and the keywords. Roslyn's completion
/// service would also offer snippets and overrides; it is in a package of its own that is not needed for this.
/// </summary>
internal static class CodeCompletion
{
    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText)
            .Where(text => text.Length > 1 && char.IsAsciiLetterLower(text[0])),
    ];

    /// <summary>The matches at <paramref name="position"/>, a UTF-16 index into <paramref name="code"/>.</summary>
    public static CompletionList At(CSharpSession session, string code, int position)
    {
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        var typed = code[start..position];
        var model = session.Model(code);
        var root = model.SyntaxTree.GetRoot();
        if (IsText(root, start))
            return new CompletionList(position, position, []);
        var names = start > 0 && Owner(root, start) is { } owner
            ? Members(model, owner, start)
            : model.LookupSymbols(start).Where(s => s.CanBeReferencedByName && !s.IsImplicitlyDeclared).Select(Named)
                .Concat(Keywords.Select(keyword => (keyword, "keyword")));
        return new CompletionList(start, position, [.. names
            .Where(name => name.Item1.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && name.Item1[0] != '<')
            .DistinctBy(name => name.Item1, StringComparer.Ordinal)
            .OrderBy(name => name.Item1, StringComparer.OrdinalIgnoreCase).ThenBy(name => name.Item1, StringComparer.Ordinal)]);
    }

    private static bool IsText(SyntaxNode root, int position)
    {
        var token = root.FindToken(position == 0 ? 0 : position - 1, findInsideTrivia: true);
        // A text that nobody has closed yet reaches up to the cursor.
        var isInside = token.SpanStart < position && (position < token.Span.End || (position == token.Span.End && token.ContainsDiagnostics));
        if (isInside && token.Kind() is (SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.NumericLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken))
        {
            return true;
        }
        var trivia = root.FindTrivia(position == 0 ? 0 : position - 1);
        return trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
    }

    private static SyntaxNode? Owner(SyntaxNode root, int start)
    {
        var dot = root.FindToken(start - 1);
        // White space may stand between the dot and the word.
        if (!dot.IsKind(SyntaxKind.DotToken))
            dot = root.FindToken(start).GetPreviousToken() is var before && before.IsKind(SyntaxKind.DotToken) && before.Span.End <= start ? before : dot;
        return dot.IsKind(SyntaxKind.DotToken)
            ? dot.Parent switch
            {
                MemberAccessExpressionSyntax access => access.Expression,
                QualifiedNameSyntax name => name.Left,
                MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
                _ => null,
            }
            : null;
    }

    private static IEnumerable<(string, string)> Members(SemanticModel model, SyntaxNode owner, int position)
    {
        var info = model.GetSymbolInfo(owner);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is INamespaceOrTypeSymbol container)
        {
            return model.LookupSymbols(position, container).Where(s => s.CanBeReferencedByName && (s is INamespaceOrTypeSymbol || s.IsStatic)).Select(Named);
        }
        return model.GetTypeInfo(owner).Type is { TypeKind: not TypeKind.Error } type
            ? model.LookupSymbols(position, type, includeReducedExtensionMethods: true)
                .Where(s => s.CanBeReferencedByName && s is not INamespaceOrTypeSymbol && !s.IsStatic).Select(Named)
            : [];
    }

    private static (string Name, string Kind) Named(ISymbol symbol) => (symbol.Name, symbol switch
    {
        INamespaceSymbol => "namespace",
        ITypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        _ => "variable",
    });
}

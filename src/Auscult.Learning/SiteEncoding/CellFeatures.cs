using Auscult.Learning.Sites;

namespace Auscult.Learning.SiteEncoding;

/// <summary>The numbers that stand for one signal of one entity at one moment, and for all signals of a patch together.</summary>
internal static class CellFeatures
{
    /// <summary>Features of a cell.</summary>
    public const int Count = 7;

    /// <summary>Features of a patch that no signal owns.</summary>
    public const int SummaryCount = 8;

    private const float Usual = 1;
    private const float SmallPresence = 0.25f;
    private const float Scale = 3;
    private const float MotionScale = 2;

    /// <summary>Writes the features of a cell; all 0 for one that was seen neither before nor now.</summary>
    /// <param name="cell">Its channels.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="summary">Takes the cell into account.</param>
    public static void Write(ReadOnlySpan<float> cell, Span<float> target, ref PatchSummary summary)
    {
        var (own, peer) = (cell[(int)ShiftChannel.Own], cell[(int)ShiftChannel.Peer]);
        var (presence, motion) = (cell[(int)ShiftChannel.Presence], cell[(int)ShiftChannel.Motion]);
        var isKnown = !float.IsNaN(own);
        (own, peer, motion) = (Known(own), Known(peer), Math.Clamp(Known(motion) / MotionScale, -2, 2));
        // A slow exporter has one sample more or less in a short while: that says nothing.
        presence = MathF.CopySign(Math.Max(0, MathF.Abs(presence) - SmallPresence) / (1 - SmallPresence), presence);
        (target[0], target[1]) = (own / Scale, Beyond(own));
        (target[2], target[3]) = (peer / Scale, Beyond(peer));
        (target[4], target[5], target[6]) = (presence, motion, isKnown ? 1 : 0);
        summary.Add(own, peer, presence, motion, isKnown);
    }

    private static float Known(float value) => float.IsNaN(value) ? 0 : value;

    /// <summary>What exceeds the usual noise.</summary>
    private static float Beyond(float shift) => MathF.CopySign(Math.Max(0, MathF.Abs(shift) - Usual) / 2, shift);

    /// <summary>Largest and mean magnitudes over the signals and moments of a patch.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal struct PatchSummary
    {
        private float _ownMax;
        private float _ownSum;
        private float _peerMax;
        private float _peerSum;
        private float _presenceMin;
        private float _presenceSum;
        private float _motionMax;
        private int _known;
        private int _cells;

        /// <summary>Whether anything was seen now or before.</summary>
        public readonly bool IsSeen => _known > 0 || _presenceMin < 0;

        public void Add(float own, float peer, float presence, float motion, bool isKnown)
        {
            _cells++;
            _known += isKnown ? 1 : 0;
            (own, peer) = (MathF.Abs(own), MathF.Abs(peer));
            (_ownMax, _ownSum) = (Math.Max(_ownMax, own), _ownSum + own);
            (_peerMax, _peerSum) = (Math.Max(_peerMax, peer), _peerSum + peer);
            (_presenceMin, _presenceSum) = (Math.Min(_presenceMin, presence), _presenceSum + presence);
            _motionMax = Math.Max(_motionMax, MathF.Abs(motion));
        }

        public readonly void Write(Span<float> target)
        {
            var (known, cells) = (Math.Max(1, _known), Math.Max(1, _cells));
            (target[0], target[1]) = (_ownMax / Scale, _ownSum / known);
            (target[2], target[3]) = (_peerMax / Scale, _peerSum / known);
            (target[4], target[5]) = (_presenceMin, _presenceSum / cells);
            (target[6], target[7]) = (_motionMax, (float)_known / cells);
        }
    }
}

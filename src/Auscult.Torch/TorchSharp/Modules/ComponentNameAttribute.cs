using System.Reflection;

namespace TorchSharp.Utils
{
    /// <summary>Gives a module's field another name in <c>state_dict</c> and in saved files than the field's own.</summary>
    [AttributeUsage(AttributeTargets.Field)]
    public class ComponentNameAttribute : Attribute
    {
        /// <summary>The component's name.</summary>
        public string? Name { get; set; }
    }
}

namespace TorchSharp
{
    /// <summary>How a field is named as a component.</summary>
    public static class FieldInfoExtensionMethods
    {
        /// <summary>The name in the field's <see cref="Utils.ComponentNameAttribute"/>, else the field's own.</summary>
        public static string ComponentName(this FieldInfo field) =>
            field.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? field.Name;
    }
}

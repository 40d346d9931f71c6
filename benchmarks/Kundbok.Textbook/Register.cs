using Microsoft.EntityFrameworkCore;

namespace Kundbok.Textbook;

/// <summary>The database.</summary>
public sealed class Register(DbContextOptions<Register> options) : DbContext(options)
{
    /// <summary>The customers of all merchants.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var customer = modelBuilder.Entity<Customer>();
        customer.HasKey(c => c.Id);
        customer.HasIndex(c => c.Merchant); // followed by the id, as every index of SQLite
        customer.HasIndex(c => new { c.Merchant, c.Number });
        customer.HasIndex(c => new { c.Merchant, c.Name });
    }
}
